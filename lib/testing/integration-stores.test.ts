import { expect, it } from 'vitest';
import { splitUri } from './integration-stores';

it.each([
  ['mongodb://127.0.0.1:27017', 'mongodb://127.0.0.1:27017/', ''],
  ['mongodb://127.0.0.1:27017/any', 'mongodb://127.0.0.1:27017/', ''],
  ['mongodb://a:1,b:2,c:3/x?replicaSet=rs', 'mongodb://a:1,b:2,c:3/', '?replicaSet=rs'],
  ['mongodb://u:p%40@a:1/?tls=true', 'mongodb://u:p%40@a:1/', '?tls=true&authSource=admin'],
  ['mongodb://u:p@a:1/users', 'mongodb://u:p@a:1/', '?authSource=users'],
  ['mongodb+srv://u:p@a.example/x?authSource=$external', 'mongodb+srv://u:p@a.example/', '?authSource=$external'],
  ['mongodb://%2Ftmp%2Fs.sock/x?directConnection=true', 'mongodb://%2Ftmp%2Fs.sock/', '?directConnection=true'],
])('%s keeps all but the name of the database', (uri, prefix, suffix) => {
  expect(splitUri(uri)).toEqual({ prefix, suffix });
});

it('refuses what is no MongoDB URI', () => {
  expect(() => splitUri('http://127.0.0.1:27017/')).toThrow('TEST_MONGODB_URI');
});
