import { beforeAll, describe, expect, it } from 'vitest';
import { ecgUploadSchema } from '@/lib/ingest/envelope/ecg';
import { allRouteHandlers, pathOfRoute, type RouteHandler } from '@/lib/testing/api-client';
import { anEcgBody } from '@/lib/testing/uploads';
import { ALL_CONTRACTS } from './all-contracts';
import { openApiDocument } from './openapi';

const document = openApiDocument(ALL_CONTRACTS, 'http://127.0.0.1:3000');

/** The part of the document these tests look at. */
interface Operation {
  operationId?: string;
  requestBody?: { content?: Record<string, unknown> };
  responses?: Record<string, { content?: Record<string, unknown> }>;
}

const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods ?? {}).map(([method, operation]) => ({
    path,
    method: method.toUpperCase(),
    operation: operation as Operation,
  })),
);

describe('routes, contracts and the OpenAPI document', () => {
  let routes: RouteHandler[];
  beforeAll(async () => {
    routes = (await allRouteHandlers()).filter(({ handler }) => handler.contract);
  });

  it('name the same operations', () => {
    const named = (list: { path: string; method: string }[]) =>
      new Set(list.map(({ path, method }) => `${method} ${path}`));
    const fromRoutes = named(routes.map(({ file, method }) => ({ path: pathOfRoute(file), method })));
    expect(named(ALL_CONTRACTS.map(({ path, method }) => ({ path, method })))).toEqual(fromRoutes);
    expect(named(operations)).toEqual(fromRoutes);
  });

  it('hang each contract on the route it describes', () => {
    for (const { file, method, handler } of routes) {
      expect(handler.contract).toMatchObject({ method, path: pathOfRoute(file) });
      expect(ALL_CONTRACTS).toContain(handler.contract);
    }
  });

  it('use every operation id once', () => {
    const ids = ALL_CONTRACTS.map(({ operation_id }) => operation_id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('give every error answer the problem schema', () => {
    for (const { path, method, operation } of operations) {
      for (const [status, answer] of Object.entries(operation.responses ?? {})) {
        if (Number(status) < 400) continue;
        expect([path, method, status, Object.keys(answer.content ?? {})]).toEqual([
          path,
          method,
          status,
          ['application/problem+json'],
        ]);
      }
    }
  });

  it('describe the body wherever one is read', () => {
    for (const contract of ALL_CONTRACTS) {
      const found = operations.find(({ operation }) => operation.operationId === contract.operation_id);
      expect(Object.keys(found?.operation.requestBody?.content ?? {})).toEqual(Object.keys(contract.content ?? {}));
    }
  });

  it('describe the upload by the schema that checks it', () => {
    const schemas = (document.components?.schemas ?? {}) as Record<
      string,
      { required?: string[]; properties?: Record<string, unknown> }
    >;
    expect(schemas.EcgUpload?.required).toEqual(expect.arrayContaining(['device_id', 'recording_date', 'recording']));
    expect(Object.keys(schemas.EcgUpload?.properties ?? {})).toEqual(Object.keys(ecgUploadSchema.shape));
    expect(ecgUploadSchema.safeParse(anEcgBody()).success).toBe(true);
  });
});
