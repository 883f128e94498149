/** The folder of models and runtimes as a worker needs it: absolute, with a slash at its end. */
export function absoluteBaseUrl(modelBaseUrl: string | URL = '/models/'): string {
  const base = new URL(modelBaseUrl, document.baseURI).href;
  return base.endsWith('/') ? base : `${base}/`;
}
