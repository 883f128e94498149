import type { Page } from 'playwright';

/** What is not to be while a page is open. */
export interface Objections {
  foreignRequests: string[];
  /** What the page, its policy or its host objected to. */
  errors: string[];
}

/** Notes, from now on, every request to another origin, from the page or any worker, and every error of the page or its policy. */
export function objectionsIn(page: Page, url: string): Objections {
  const { origin } = new URL(url);
  const objections: Objections = { foreignRequests: [], errors: [] };
  page.context().on('request', (request) => {
    if (new URL(request.url()).origin !== origin) objections.foreignRequests.push(request.url());
  });
  page.on('pageerror', (error) => objections.errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') objections.errors.push(`${message.text()} ${message.location().url}`);
  });
  return objections;
}
