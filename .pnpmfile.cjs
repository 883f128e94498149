/**
 * `faceplugin-face-recognition-js` is used for its weights alone, yet lists jest, babel and eslint as dependencies.
 * `@vladmandic/face-api` is used for its sample photographs alone.
 */
const dataOnly = new Set(['faceplugin-face-recognition-js', '@vladmandic/face-api', '@mediapipe/face_detection']);

module.exports = {
  hooks: {
    readPackage(pkg) {
      if (dataOnly.has(pkg.name)) pkg.dependencies = {};
      return pkg;
    },
  },
};
