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

/** The container that holds the last name of a path; with `create`, missing documents on the way are made. */
export function parentOf(root: MutableDoc, path: readonly string[], create: boolean): Container | undefined {
  let cur: Container = root;
  for (const [i, name] of path.slice(0, -1).entries()) {
    const existing = child(cur, name);
    if (existing === undefined) {
      if (!create) return undefined;
      checkCreatable(cur, name, path, i);
      const made = new MutableDoc();
      setChild(cur, name, made);
      cur = made;
    } else if (isContainer(existing)) cur = existing;
    else if (create) throw notViable(path, i + 1, name, existing);
    else return undefined;
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
