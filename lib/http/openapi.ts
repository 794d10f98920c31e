import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { ERROR_CATALOG, type ErrorCode } from '@/lib/errors/catalog';
import type { ContractInfo } from './contract';
import { problemSchema } from './problem';

/** The error answers of an operation: one entry a status, naming every code that can come with it. */
function problemResponses(codes: readonly ErrorCode[]) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set<ErrorCode>([...codes, 'internal'])) {
    const { status } = ERROR_CATALOG[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      String(status),
      {
        description: list.map((code) => `\`${code}\`: ${ERROR_CATALOG[code].detail}`).join('\n'),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}

function successResponses(contract: ContractInfo) {
  return Object.fromEntries(
    Object.entries(contract.responses).map(([status, { description, schema, bytes }]) => [
      status,
      {
        description,
        content: {
          ...(schema ? { 'application/json': { schema } } : {}),
          ...(bytes ? { [bytes]: { schema: { type: 'string' as const, format: 'binary' } } } : {}),
        },
      },
    ]),
  );
}

function operationOf(contract: ContractInfo): ZodOpenApiOperationObject {
  return {
    operationId: contract.operation_id,
    summary: contract.summary,
    tags: [contract.tag],
    security:
      contract.access.kind === 'none'
        ? []
        : contract.access.by_session
          ? [{ session: [] }]
          : [{ key: [] }, { session: [] }],
    ...(contract.access.kind === 'permission'
      ? { description: `Needs one of: ${contract.access.any_of.join(', ')}.` }
      : {}),
    requestParams: { path: contract.params, query: contract.query },
    ...(contract.content
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(Object.entries(contract.content).map(([type, schema]) => [type, { schema }])),
          },
        }
      : {}),
    responses: { ...successResponses(contract), ...problemResponses(contract.errors) },
  };
}

/** The OpenAPI 3.1 document of the contracts: the same schemas that check requests and answers at run time. */
export function openApiDocument(contracts: readonly ContractInfo[], serverUrl: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const contract of contracts) {
    paths[contract.path] = { ...paths[contract.path], [contract.method.toLowerCase()]: operationOf(contract) };
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Nightbeat',
      version: '1.0.0',
      description: 'ECG recordings and CPAP/BiPAP therapy of the same patient through one API.',
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'next-auth.session-token',
          description: 'The portal’s session.',
        },
      },
    },
  });
}
