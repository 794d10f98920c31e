import { z } from 'zod';
import { defineContract } from './contract';

export const healthContract = defineContract({
  operation_id: 'getHealth',
  method: 'GET',
  path: '/api/health',
  summary: 'Whether the web process is alive',
  tag: 'System',
  access: { kind: 'none' },
  needs_stores: false,
  params: z.object({}),
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'Alive', schema: z.object({ status: z.literal('alive') }).meta({ id: 'Health' }) } },
  errors: [],
});

export const readyContract = defineContract({
  operation_id: 'getReadiness',
  method: 'GET',
  path: '/api/ready',
  summary: 'Whether both stores answer',
  tag: 'System',
  access: { kind: 'none' },
  params: z.object({}),
  query: z.object({}),
  content: null,
  read: null,
  responses: {
    200: { description: 'Ready', schema: z.object({ status: z.literal('ready') }).meta({ id: 'Readiness' }) },
  },
  errors: ['store_unavailable'],
});

export const openApiContract = defineContract({
  operation_id: 'getOpenApiDocument',
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This document',
  tag: 'System',
  access: { kind: 'none' },
  needs_stores: false,
  params: z.object({}),
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'OpenAPI 3.1' } },
  errors: [],
});
