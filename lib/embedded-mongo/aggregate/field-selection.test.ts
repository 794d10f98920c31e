import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, type Plain } from '../bson/write';
import { MongoError } from '../errors';
import { fieldSelection } from './field-selection';
import { applyTree, type FieldTree, fieldTree, place } from './field-tree';

const LONG = 'x'.repeat(60);
// 'Aa' and 'BB' have the same hash
const name = fc.constantFrom('a', 'b', 'Aa', 'BB', 'naïve', LONG);
const scalar = fc.constantFrom<Plain>(null, true, 7, 1.5, 'text', LONG, new Date(0), 12n);
const { value } = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 12 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5 }),
  ),
}));
const document = fc.dictionary(name, value, { maxKeys: 6 });
const paths = fc.array(fc.array(name, { minLength: 1, maxLength: 3 }), { maxLength: 4 });

function treeOf(list: readonly string[][], leaf: 'keep' | 'drop'): FieldTree {
  const tree = fieldTree();
  for (const path of list) {
    try {
      place(tree, path, leaf, () => new MongoError(31250, 'collision'));
    } catch {
      // a path above or below another one: what was placed before stands
    }
  }
  return tree;
}

describe('fieldSelection', () => {
  it('selects by copying bytes what the tree selects value by value', () => {
    fc.assert(
      fc.property(document, paths, fc.boolean(), (plain, list, keepsOthers) => {
        const doc = encode(plain);
        const tree = treeOf(list, keepsOthers ? 'drop' : 'keep');
        const expected = applyTree(doc, tree, keepsOthers, { root: doc });
        expect(fieldSelection(tree, keepsOthers)(doc).bytes.toString('hex')).toBe(expected?.bytes.toString('hex'));
      }),
      { numRuns: 2000 },
    );
  });

  it('works on a document inside a larger buffer', () => {
    const inner = encode({ a: 1, b: { a: [{ b: 2, a: 3 }, 4] } });
    const outer = encode({ before: LONG, inner });
    const doc = outer.get('inner') ?? inner;
    const shown = fieldSelection(treeOf([['b', 'a', 'b']], 'keep'), false)(doc);
    expect(shown.bytes).toEqual(encode({ b: { a: [{ b: 2 }] } }).bytes);
  });
});
