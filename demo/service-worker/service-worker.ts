import { addPlugins, precacheAndRoute } from 'workbox-precaching';
import type { KeptFile } from '../../scripts/service-worker-plugin.ts';

/**
 * Keeps the whole app, its models and runtimes, so that it works without a network from the second visit on. Another version is
 * fetched in the background and waits until the page asks for it: a version never changes under somebody's hands.
 */

declare const self: ServiceWorkerGlobalScope;
/** What there is to keep, and the headers that a host may fail to send: set by the build. */
declare const FILES: KeptFile[];
declare const HEADERS: Record<string, string>;

/** A browser without WebGPU never asks for its runtime, the largest of all files. */
const isUsable = ({ url }: KeptFile) => !url.includes('.asyncify.') || 'gpu' in navigator;

addPlugins([{ handlerWillRespond: async ({ response }) => withHeaders(response) }]);
precacheAndRoute(FILES.filter(isUsable));

addEventListener('message', ({ data }) => {
  if (data?.type === 'SKIP_WAITING') void self.skipWaiting();
});

/** On a host that sends no headers of its own the app is isolated, and so has threads, as soon as it comes from here. */
function withHeaders(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
