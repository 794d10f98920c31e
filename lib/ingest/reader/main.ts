// The entry of a reader thread: reads and judges uploads, so that bytes nobody can vouch for never run in the web process.
import { serveThread } from '@/lib/platform/threads/serve-thread';
import type { KnownZones } from '../domain/device-time';
import { readReportText } from './read-report-text';
import { readUploadTask } from './read-upload-task';
import type { ReaderQuestion, ReaderTask } from './reader-task';
import { splitBatch } from './split-batch';

serveThread(async (message, ask) => {
  // the pool hands over what the callers of this folder gave it, and their answers
  const task = message as ReaderTask;
  if (task.kind === 'report_text') return { result: await readReportText(task) };
  if (task.kind === 'batch') return splitBatch(task);
  const put = (question: ReaderQuestion) => ask(question);
  return readUploadTask(task, {
    zonesFor: async (device_id, said) => (await put({ about: 'zones', device_id, said })) as KnownZones,
    deviceOf: async (serial) => (await put({ about: 'device', serial })) as string | null,
  });
});
