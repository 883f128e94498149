import type { Plugin } from 'vite';

/** What was asked of the server and not answered "not modified": what a visit downloads, of the page and all workers. */
export class RequestLog {
  readonly #downloaded = new Set<string>();

  /** Comes before every other plugin that answers. */
  readonly plugin: Plugin = {
    name: 'request-log',
    enforce: 'pre',
    configureServer: ({ middlewares }) => {
      middlewares.use((request, response, next) => {
        response.on('finish', () => {
          if (response.statusCode !== 304) this.#downloaded.add(request.originalUrl!);
        });
        next();
      });
    },
  };

  /** The paths downloaded since the last call. */
  take(): string[] {
    const paths = [...this.#downloaded];
    this.#downloaded.clear();
    return paths;
  }
}
