import { describe, expect, it } from 'vitest';
import { checkPdf, MAX_PDF_BYTES } from './pdf';

const bytes = (text: string) => new TextEncoder().encode(text);
const whole = '%PDF-1.4\nbody\nstartxref\n1234\n%%EOF\n';

describe('checkPdf', () => {
  it('takes a PDF, with a little before it and after it', () => {
    expect(checkPdf(bytes(whole))).toEqual({ ok: true });
    expect(checkPdf(bytes(`${' '.repeat(1000)}${whole}${'\0'.repeat(1900)}`))).toEqual({ ok: true });
  });

  it.each([
    ['nothing', '', 'not_a_pdf'],
    ['a web page', '<html></html>', 'not_a_pdf'],
    ['a late start', ' '.repeat(1025) + whole, 'not_a_pdf'],
    ['no end', whole.replace('%%EOF', ''), 'incomplete_pdf'],
    ['no cross-reference', whole.replace('startxref', ''), 'incomplete_pdf'],
    ['an end long before the end', whole + ' '.repeat(3000), 'incomplete_pdf'],
  ])('refuses %s', (_, text, reason) => {
    expect(checkPdf(bytes(text))).toEqual({ ok: false, reason });
  });

  it('refuses more than 20 MB and takes 20 MB', () => {
    const large = (length: number) => {
      const content = new Uint8Array(length);
      content.set(bytes('%PDF-1.4'));
      content.set(bytes('\nstartxref\n1\n%%EOF'), length - 18);
      return content;
    };
    expect(checkPdf(large(MAX_PDF_BYTES))).toEqual({ ok: true });
    expect(checkPdf(large(MAX_PDF_BYTES + 1))).toEqual({ ok: false, reason: 'too_large' });
  });

  it('finds every cut of a PDF', () => {
    for (let length = 0; length < whole.length - 1; length++)
      expect(checkPdf(bytes(whole.slice(0, length))).ok).toBe(false);
  });
});
