import { calculateObjectSize } from 'bson';
import { MongoClient } from 'mongodb';
import { INDEXES, newestOf, PATIENTS, record } from './documents';

const [uri, op, n] = [process.argv[2]!, process.argv[3]!, Number(process.argv[4])];
const client = await MongoClient.connect(uri, { maxPoolSize: 16 });
const c = client.db('bench').collection<any>('ecgdata');
if (op === 'load') {
  console.log('size', calculateObjectSize(record(5)));
  await c.createIndexes(INDEXES);
  const t = performance.now();
  let at = await c.estimatedDocumentCount();
  const end = at + n;
  const s0 = at;
  await Promise.all(
    [1, 2, 3, 4].map(async () => {
      while (at < end) {
        const from = at;
        at += 2000;
        await c.insertMany(
          Array.from({ length: 2000 }, (_, j) => record(from + j)),
          { ordered: false },
        );
      }
    }),
  );
  console.log('load/s', Math.round(((end - s0) / (performance.now() - t)) * 1000));
} else if (op === 'insert') {
  const start = performance.now();
  let count = 0;
  let next = await c.estimatedDocumentCount();
  const lat: number[] = [];
  const c0 = process.cpuUsage();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (performance.now() - start < n * 1000) {
        const t = performance.now();
        await c.insertOne(record(next++));
        lat.push(performance.now() - t);
        count++;
      }
    }),
  );
  lat.sort((a, b) => a - b);
  const cpu = process.cpuUsage(c0);
  console.log(
    'insert/s',
    Math.round((count / (performance.now() - start)) * 1000),
    'p50',
    lat[count >> 1]!.toFixed(2),
    'p99',
    lat[Math.floor(count * 0.99)]!.toFixed(2),
    'client cpu us/op',
    Math.round((cpu.user + cpu.system) / count),
  );
} else if (op === 'read') {
  const lat: number[] = [];
  for (let i = 0; i < n; i++) {
    const p = newestOf(Math.floor(Math.random() * PATIENTS));
    const t = performance.now();
    await c.find(p.filter).sort(p.sort).limit(20).toArray();
    lat.push(performance.now() - t);
  }
  lat.sort((a, b) => a - b);
  console.log('read p50', lat[n >> 1]!.toFixed(2), 'p99', lat[Math.floor(n * 0.99)]!.toFixed(2));
}
await client.close();
