export const shell = {
  name: 'Face verification',
  skip: 'Skip to the content',
  pages: 'Pages',
  nav: {
    'check-in': 'Check in',
    enrol: 'Enrol',
    people: 'People',
    activity: 'Activity',
    lab: 'Lab',
    settings: 'Settings',
    about: 'About',
  },
  pageFailed: 'This page could not be loaded.',
  reload: 'Load again',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  engine: {
    loading: (loaded: string, total: string) => `Loading the models: ${loaded} of ${total}`,
    starting: 'Starting…',
    failed: 'The models could not be started.',
  },
  dropZone: {
    drop: 'Drop photographs or folders here',
    files: 'Choose photographs',
    folder: 'Choose a folder',
  },
};
