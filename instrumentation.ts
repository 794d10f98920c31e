/** Runs once when the web process starts; the Edge build of this file must stay empty. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startWebProcess } = await import('./lib/http/web-process');
    await startWebProcess();
  }
}
