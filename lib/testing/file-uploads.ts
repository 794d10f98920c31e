import { createKey } from '@/lib/devices/create-key';
import type { NamedBytes } from '@/lib/formats/common/archive';
import type { ContractHandler } from '@/lib/http/endpoint';
import { call, handlersByOperation } from './api-client';
import type { TestInstallation } from './installation';
import { measureWaiting } from './measured';

/** Calls of the device API with one key, as a program would make them. What was uploaded is measured when they return. */
export interface DeviceApi {
  /** Sends one file as the whole body. */
  postFile(bytes: Uint8Array, query: Record<string, string>, type?: string): Promise<Response>;
  /** Sends files as parts, with what goes beside them. */
  postParts(files: readonly NamedBytes[], beside?: { data?: unknown; report?: Uint8Array }): Promise<Response>;
  /** Answers a GET as JSON. */
  get(operation: string, params: Record<string, string>, query?: string): Promise<Record<string, unknown>>;
}

/** Bytes as a body: what may be a view of something larger, in memory of its own. */
export function bodyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** The device API of an installation, through its route handlers. */
export async function deviceApi(installation: TestInstallation, modality = 'ecg'): Promise<DeviceApi> {
  const of = await handlersByOperation();
  const scopes = ['ingest:ecg' as const, 'ingest:therapy' as const, 'read' as const];
  const body = { name: 'sender', scopes, device_id: null, requests_per_minute: 10_000, expires_at: null };
  const { key } = await createKey(installation.services, installation.keyActor(['admin']), { body });
  const authorization = `Bearer ${key}`;
  const upload: ContractHandler = of('uploadRecording');
  const params = { modality };
  const measured = async (sent: Parameters<typeof call>[1]) => {
    const response = await call(upload, sent);
    await measureWaiting(installation);
    return response;
  };
  return {
    postFile: (bytes, query, type = 'application/octet-stream') =>
      measured({
        params,
        query: `?${new URLSearchParams(query)}`,
        headers: { authorization, 'content-type': type },
        body: bodyOf(bytes),
      }),
    postParts: (files, { data, report } = {}) => {
      const form = new FormData();
      if (data !== undefined) form.append('data', new Blob([JSON.stringify(data)], { type: 'application/json' }));
      for (const { name, bytes } of files) form.append('file', new Blob([bodyOf(bytes)]), name);
      if (report) form.append('report', new Blob([bodyOf(report)], { type: 'application/pdf' }), 'report.pdf');
      return measured({ params, headers: { authorization }, body: form });
    },
    get: async (operation, more, query = '') => {
      const headers = { authorization, accept: 'application/json' };
      const response = await call(of(operation), { params: { modality, ...more }, query, headers });
      // what an operation answers is JSON by its contract; tests look at single fields of it
      return (await response.json()) as Record<string, unknown>;
    },
  };
}
