import { MongoError } from '../errors';

const SPACE = '\\t-\\r ';
const PLAIN_ESCAPES = new Set('dDwWbBpPxnrtf0123456789k');

function invalid(what: string): MongoError {
  return new MongoError(51091, `Regular expression is invalid: ${what} is not supported by the embedded store`);
}

/**
 * Writes a PCRE pattern (as MongoDB understands it: UTF mode, ASCII classes) in JavaScript's syntax with the u flag.
 * What JavaScript would read differently is rewritten; what it cannot express is refused by name.
 */
export function scriptPattern(pattern: string, options: string): { source: string; flags: string } {
  let flags = new Set([...options].filter((option) => 'ims'.includes(option)));
  const head = /^\(\?([imsx]+)\)/.exec(pattern);
  let extended = options.includes('x');
  let rest = pattern;
  if (head?.[1]) {
    flags = new Set([...flags, ...[...head[1]].filter((option) => option !== 'x')]);
    extended ||= head[1].includes('x');
    rest = pattern.slice(head[0].length);
  }
  const source = new Translator(rest, extended, flags.has('m')).run();
  return { source, flags: `u${[...flags].join('')}` };
}

class Translator {
  private at = 0;
  private out = '';

  constructor(
    private readonly pattern: string,
    private readonly extended: boolean,
    private readonly multiline: boolean,
  ) {}

  run(): string {
    while (this.at < this.pattern.length) this.step();
    return this.out;
  }

  private step(): void {
    const c = this.pattern.charAt(this.at);
    const next = this.pattern.charAt(this.at + 1);
    if (c === '\\') this.escape(false);
    else if (c === '[') this.charClass();
    else if (c === '(' && next === '?') this.group();
    else if (c === '(' && next === '*') throw invalid('a (* verb');
    else if (c === '$' && !this.multiline) this.emit('(?=\\n?$)(?![^\\n])', 1);
    else if (this.extended && /\s/.test(c)) this.at++;
    else if (this.extended && c === '#') this.comment();
    else if ('*+?}'.includes(c) && next === '+') throw invalid('a possessive quantifier');
    else if (c === '{' && !/^\{\d+(,\d*)?\}/.test(this.pattern.slice(this.at))) this.emit('\\{', 1);
    else if (c === '{') this.quantifier();
    else if (c === '}' || c === ']') this.emit(`\\${c}`, 1);
    else this.emit(c, 1);
  }

  private emit(text: string, consumed: number): void {
    this.out += text;
    this.at += consumed;
  }

  private quantifier(): void {
    const end = this.pattern.indexOf('}', this.at);
    if (this.pattern.charAt(end + 1) === '+') throw invalid('a possessive quantifier');
    this.emit(this.pattern.slice(this.at, end + 1), end + 1 - this.at);
  }

  private comment(): void {
    const end = this.pattern.indexOf('\n', this.at);
    this.at = end < 0 ? this.pattern.length : end + 1;
  }

  private group(): void {
    const m = /^\(\?(?:[:=!]|<[=!]|P?<[A-Za-z_]\w*>)/.exec(this.pattern.slice(this.at));
    if (!m) throw invalid(`the group ${this.pattern.slice(this.at, this.at + 4)}`);
    this.emit(m[0].replace('(?P<', '(?<'), m[0].length);
  }

  private escape(inClass: boolean): void {
    const c = String.fromCodePoint(this.pattern.codePointAt(this.at + 1) ?? 0);
    if (this.at + 1 >= this.pattern.length) throw new MongoError(51091, 'Regular expression is invalid: \\ at end');
    const size = 1 + c.length;
    if (c === 's') this.emit(inClass ? SPACE : `[${SPACE}]`, size);
    else if (c === 'S' && !inClass) this.emit(`[^${SPACE}]`, size);
    else if (c === 'A' && !inClass) this.emit('(?<![^])', size);
    else if (c === 'z' && !inClass) this.emit('(?![^])', size);
    else if (c === 'Z' && !inClass) this.emit('(?=\\n?(?![^]))', size);
    else if (c === 'p' || c === 'P') this.property(c);
    else if (PLAIN_ESCAPES.has(c)) this.emit(`\\${c}`, size);
    else if (/[A-Za-z]/.test(c)) throw invalid(`\\${c}`);
    else if ('^$\\.*+?()[]{}|/'.includes(c) || (c === '-' && inClass)) this.emit(`\\${c}`, size);
    else this.emit(c, size);
  }

  /** `\pL` is `\p{L}`. */
  private property(c: string): void {
    const short = /^\\[pP]([A-Z])/.exec(this.pattern.slice(this.at));
    if (short) this.emit(`\\${c}{${short[1]}}`, short[0].length);
    else this.emit(`\\${c}`, 2 + 0);
    if (!short) this.braces();
  }

  private braces(): void {
    const m = /^\{\^?\w+\}/.exec(this.pattern.slice(this.at));
    if (!m || m[0].includes('^')) throw invalid('this \\p{...}');
    this.emit(m[0], m[0].length);
  }

  private charClass(): void {
    this.emit('[', 1);
    if (this.pattern.charAt(this.at) === '^') this.emit('^', 1);
    if (this.pattern.charAt(this.at) === ']') this.emit('\\]', 1);
    while (this.at < this.pattern.length && this.pattern.charAt(this.at) !== ']') {
      const c = this.pattern.charAt(this.at);
      if (c === '\\') this.escape(true);
      else if (c === '[' && /^\[[:.=]/.test(this.pattern.slice(this.at))) throw invalid('a POSIX class');
      else this.emit(c, 1);
    }
    this.emit(']', 1);
  }
}
