import type { BrowserContext, Page } from 'playwright';

/** A way to end the renderer of a page by a crash, while the browser lives on. To be had while the page still answers. */
export async function crashing(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  return async () => {
    const crashed = page.waitForEvent('crash');
    // The page that would answer is gone.
    session.send('Page.crash').catch(() => {});
    await crashed;
    await page.close();
  };
}

/** Ends every process of a browser by SIGKILL: none can put anything in order. */
export async function killBrowser(context: BrowserContext): Promise<void> {
  const session = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const closed = context.waitForEvent('close');
  for (const { id } of processInfo) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It ended by itself when another one was gone.
    }
  }
  await closed;
}
