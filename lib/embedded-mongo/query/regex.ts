import vm from 'node:vm';
import { MongoError } from '../errors';
import { scriptPattern } from './regex-syntax';

const TIME_LIMIT_MS = 100;
const LONG_TEXT = 4096;

/** A regular expression that cannot block the server: patterns that may backtrack much run under a time limit. */
export class SafeRegex {
  private readonly regex: RegExp;
  private readonly risk: number;

  /** `pattern` and `options` as MongoDB has them (PCRE; options i, m, s, x). Throws code 51091 if not understood. */
  constructor(
    readonly pattern: string,
    readonly options: string,
  ) {
    for (const option of options) {
      if (!'imsxu'.includes(option)) throw new MongoError(51108, `invalid flag in regex options: ${option}`);
    }
    try {
      const { source, flags } = scriptPattern(pattern, options);
      this.regex = new RegExp(source, flags);
    } catch (error) {
      if (error instanceof MongoError) throw error;
      throw new MongoError(51091, `Regular expression is invalid: ${error instanceof Error ? error.message : ''}`);
    }
    this.risk = backtrackingRisk(this.regex.source);
  }

  test(text: string): boolean {
    if (this.risk === 0 || (this.risk === 1 && text.length <= LONG_TEXT)) return this.regex.test(text);
    return this.timed(text);
  }

  private timed(text: string): boolean {
    sandbox.regex = this.regex;
    sandbox.text = text;
    try {
      return script.runInContext(context, { timeout: TIME_LIMIT_MS }) === true;
    } catch (error) {
      // The error may come from the sandbox, whose Error is another class.
      if (typeof error === 'object' && error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
        throw new MongoError(51156, 'Error occurred while executing regular expression: it took too long');
      }
      throw error;
    } finally {
      sandbox.text = '';
    }
  }
}

const sandbox: { regex: RegExp; text: string } = { regex: /x/, text: '' };
const context = vm.createContext(sandbox);
const script = new vm.Script('regex.test(text)');

/**
 * 0: linear. 1: one unbounded quantifier outside groups, at worst quadratic. 2: anything more, which may be exponential.
 */
function backtrackingRisk(source: string): 0 | 1 | 2 {
  const bare = source.replace(/\\./gu, '_').replace(/\[(?:[^\]\\]|\\.)*\]/gu, '_');
  const unbounded = bare.match(/[*+]|\{\d*,?\d*\}/g)?.length ?? 0;
  const hasBackReference = /\\[1-9k]/.test(source);
  if (unbounded === 0 && !hasBackReference) return 0;
  return unbounded === 1 && !hasBackReference && !bare.includes('(') ? 1 : 2;
}
