import {
  type Container,
  child,
  close,
  isContainer,
  MutableArray,
  MutableDoc,
  type Node,
  setChild,
} from '../bson/mutable';
import { shellText } from '../bson/shell-text';
import { MongoError } from '../errors';

/** What happens where a path ends early: missing documents are made, only checked to be possible, or left alone. */
export type OnMissing = 'create' | 'check' | 'leave';

/** The container that holds the last name of a path; undefined if there is none and none is made. */
export function parentOf(root: MutableDoc, path: readonly string[], onMissing: OnMissing): Container | undefined {
  let cur: Container = root;
  for (const [i, name] of path.slice(0, -1).entries()) {
    const existing = child(cur, name);
    if (isContainer(existing)) cur = existing;
    else if (onMissing === 'leave') return undefined;
    else if (existing !== undefined) throw notViable(path, i + 1, name, existing);
    else {
      checkCreatable(cur, name, path, i);
      if (onMissing === 'check') return undefined;
      const made = new MutableDoc();
      setChild(cur, name, made);
      cur = made;
    }
  }
  return cur;
}

/** An array takes positions only. */
export function checkCreatable(parent: Container, name: string, path: readonly string[], at: number): void {
  if (parent instanceof MutableArray && !/^(0|[1-9]\d*)$/.test(name)) throw notViable(path, at, name, parent);
}

function notViable(path: readonly string[], at: number, name: string, node: Node): MongoError {
  const holder = path[at - 1] ?? '';
  return new MongoError(
    'PathNotViable',
    `Cannot create field '${path[at] ?? name}' in element {${holder}: ${shellText(close(node))}}`,
  );
}
