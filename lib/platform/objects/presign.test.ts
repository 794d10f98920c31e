import { describe, expect, it } from 'vitest';
import { checkedPresignOptions, contentDisposition } from './presign';

const OPTIONS = {
  expires_in_s: 60,
  content_type: 'application/pdf',
  disposition: 'inline',
  filename: 'a.pdf',
} as const;

describe('contentDisposition', () => {
  it.each([
    ['report.pdf', `inline; filename="report.pdf"; filename*=UTF-8''report.pdf`],
    ['a b.pdf', `inline; filename="a b.pdf"; filename*=UTF-8''a%20b.pdf`],
    ['"; x="y', `inline; filename="_; x=_y"; filename*=UTF-8''%22%3B%20x%3D%22y`],
    ['a\\b%41.pdf', `inline; filename="a_b_41.pdf"; filename*=UTF-8''a%5Cb%2541.pdf`],
    ['€ 😀.pdf', `inline; filename="_ _.pdf"; filename*=UTF-8''%E2%82%AC%20%F0%9F%98%80.pdf`],
    ["it's (1)*!.pdf", `inline; filename="it's (1)*!.pdf"; filename*=UTF-8''it%27s%20%281%29%2A%21.pdf`],
  ])('names %s', (filename, header) => {
    expect(contentDisposition('inline', filename)).toBe(header);
  });
});

describe('checkedPresignOptions', () => {
  it('shows PDF inline and nothing else', () => {
    expect(checkedPresignOptions(OPTIONS).disposition).toBe('inline');
    expect(checkedPresignOptions({ ...OPTIONS, disposition: 'attachment' }).disposition).toBe('attachment');
    for (const content_type of ['text/html', 'image/svg+xml', 'application/pdf; x=y']) {
      expect(checkedPresignOptions({ ...OPTIONS, content_type }).disposition).toBe('attachment');
    }
  });

  it.each([0, -1, 1.5, 301, Number.NaN])('refuses an expiry of %d s', (expires_in_s) => {
    expect(() => checkedPresignOptions({ ...OPTIONS, expires_in_s })).toThrow(RangeError);
  });

  it.each(['', 'a\nb', 'a\0', '\ud800', 'a'.repeat(201)])('refuses the file name %j', (filename) => {
    expect(() => checkedPresignOptions({ ...OPTIONS, filename })).toThrow(RangeError);
  });
});
