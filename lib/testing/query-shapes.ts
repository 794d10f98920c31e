import type { Connection } from 'mongoose';

/** A filter and sort the product sent, as first seen. */
interface SentQuery {
  collection: string;
  operation: string;
  filter: Record<string, unknown>;
  sort?: Record<string, unknown>;
  limit?: number;
}

/**
 * Queries that may read a collection from end to end or sort in memory, one by one, each with its reason. `shape` is written as
 * `shapeOf` does.
 */
const MAY_SCAN: readonly { shape: string; why: string }[] = [
  {
    shape: 'organizations {} sort {"_id":1}',
    why: 'the sweeper and provisioning list all organisations, which are few',
  },
  {
    shape: 'devices {"device_id":"string","organization_id":"string"} sort {"_id":1}',
    why: 'the list of a key bound to one device: device_id is unique, so there is one document to sort',
  },
];

/** Filters alike but for their values have one shape. */
function valueShape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [valueShape(value[0])] : [];
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value.constructor.name;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, valueShape(inner)]));
}

function shapeOf({ collection, filter, sort }: SentQuery): string {
  return `${collection} ${JSON.stringify(valueShape(filter))}${sort ? ` sort ${JSON.stringify(sort)}` : ''}`;
}

type Fields = Record<string, unknown>;
const isFields = (x: unknown): x is Fields => typeof x === 'object' && x !== null && !Array.isArray(x);
const fieldsOf = (x: unknown): Fields => (isFields(x) ? x : {});
const listOf = (x: unknown): Fields[] => (Array.isArray(x) ? x.filter(isFields) : []);

/** The queries inside a command as the driver sends it; none for commands that look nothing up. */
function queriesOf(operation: string, command: Fields): SentQuery[] {
  const base = { collection: String(command[operation]), operation };
  const withSort = (filter: unknown, sortGiven: unknown, limit?: unknown): SentQuery => {
    const sort = sortOf(sortGiven);
    return {
      ...base,
      filter: fieldsOf(filter),
      ...(Object.keys(sort).length > 0 ? { sort } : {}),
      ...(typeof limit === 'number' && limit > 0 ? { limit } : {}),
    };
  };
  switch (operation) {
    case 'find':
      return [withSort(command.filter, command.sort, command.limit)];
    case 'findAndModify':
      return [withSort(command.query, command.sort, 1)];
    case 'count':
    case 'distinct':
      return [withSort(command.query, undefined)];
    case 'update':
      return listOf(command.updates).map(({ q, multi }) => withSort(q, undefined, multi === true ? 0 : 1));
    case 'delete':
      return listOf(command.deletes).map(({ q, limit }) => withSort(q, undefined, limit));
    case 'aggregate':
      return [aggregateQuery(withSort, listOf(command.pipeline))];
    default:
      return [];
  }
}

/** What a pipeline reads: its leading `$match`, and the `$sort` right after it. */
function aggregateQuery(make: (filter: unknown, sort: unknown) => SentQuery, pipeline: readonly Fields[]): SentQuery {
  const [first = {}, second = {}] = pipeline;
  return '$match' in first ? make(first.$match, second.$sort) : make({}, first.$sort);
}

/** The driver keeps sorts as a Map. */
function sortOf(sort: unknown): Fields {
  return sort instanceof Map ? Object.fromEntries(sort) : fieldsOf(sort);
}

interface PlanStage {
  stage?: string;
  inputStage?: PlanStage;
  inputStages?: PlanStage[];
}

function stageNames(stage: PlanStage | undefined): string[] {
  if (!stage) return [];
  return [String(stage.stage), ...[stage.inputStage, ...(stage.inputStages ?? [])].flatMap(stageNames)];
}

/**
 * Listens to everything a connection sends and remembers each different query. `findScans` asks the database how it
 * runs each of them and gives those that read a whole collection or sort in memory, unless `MAY_SCAN` names them.
 */
export function watchQueries(connection: Connection) {
  const seen = new Map<string, SentQuery>();
  connection.getClient().on('commandStarted', ({ commandName, command }) => {
    for (const query of queriesOf(commandName, command)) {
      if (!seen.has(shapeOf(query))) seen.set(shapeOf(query), query);
    }
  });
  return {
    /** The different queries so far. */
    shapes: () => [...seen.keys()],
    async findScans(): Promise<string[]> {
      const excused = new Set(MAY_SCAN.map(({ shape }) => shape));
      const scans: string[] = [];
      for (const [shape, query] of [...seen]) {
        const fault = excused.has(shape) ? null : await faultOf(connection, query);
        if (fault) scans.push(`${fault}: ${query.operation} ${shape}`);
      }
      return scans;
    },
  };
}

/** Whether a filter names the one document it wants, or none at all: sorting that is no work. */
function namesDocuments({ _id }: SentQuery['filter']): boolean {
  return typeof _id === 'string' || (isFields(_id) && Array.isArray(_id.$in) && _id.$in.length === 0);
}

async function faultOf(connection: Connection, query: SentQuery): Promise<string | null> {
  const { collection, filter, sort, limit } = query;
  const explain = { find: collection, filter, ...(sort ? { sort } : {}), ...(limit ? { limit } : {}) };
  // the driver types an explanation as any document; this is the part of MongoDB's documented form that is read
  const plan = (await connection.db?.command({ explain, verbosity: 'executionStats' })) as unknown as {
    queryPlanner: { winningPlan: PlanStage };
  };
  const stages = stageNames(plan.queryPlanner.winningPlan);
  if (stages.includes('COLLSCAN')) return 'scans the collection';
  return stages.includes('SORT') && !namesDocuments(filter) ? 'sorts in memory' : null;
}
