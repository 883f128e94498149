export const checkIn = {
  title: 'Check in',
};
