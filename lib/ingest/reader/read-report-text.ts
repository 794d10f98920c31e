import type { ReportTextResult, ReportTextTask } from './reader-task';

/** Pages whose text is read; what a report says of its patient stands on the first. */
const MOST_PAGES = 20;
const MOST_CHARACTERS = 200_000;

/** A piece of text as pdf.js gives it. */
interface TextPiece {
  str: string;
  hasEOL: boolean;
}

function linesOf(pieces: readonly TextPiece[]): string[] {
  const lines = [''];
  for (const { str, hasEOL } of pieces) {
    lines.push(`${lines.pop() ?? ''}${str}`);
    if (hasEOL) lines.push('');
  }
  return lines.filter((line) => line.trim() !== '');
}

/**
 * The thread's side of a report: how many pages it has and its text layer. Scripts in it are never run and nothing it
 * names is fetched.
 */
export async function readReportText({ pdf }: ReportTextTask): Promise<ReportTextResult> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const loading = getDocument({ data: pdf, isEvalSupported: false, disableFontFace: true, verbosity: 0 });
  try {
    const document = await loading.promise;
    const lines: string[] = [];
    let characters = 0;
    for (let number = 1; number <= Math.min(document.numPages, MOST_PAGES); number++) {
      const { items } = await (await document.getPage(number)).getTextContent();
      // marks of tagged content stand between the pieces of text
      for (const line of linesOf(items.flatMap((item) => ('str' in item ? [item] : [])))) {
        characters += line.length;
        if (characters <= MOST_CHARACTERS) lines.push(line);
      }
    }
    return { ok: true, pages: document.numPages, lines };
  } catch {
    // pdf.js throws for what is broken or locked; its texts quote the file and are dropped
    return { ok: false };
  } finally {
    await loading.destroy();
  }
}
