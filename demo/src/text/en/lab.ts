export const lab = {
  title: 'Lab',
};
