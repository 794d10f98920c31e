import { describe, expect, it } from 'vitest';
import { parseEnvText } from './env-file.mjs';

describe('parseEnvText', () => {
  it('reads plain, exported and quoted values', () => {
    const text = 'PORT=3100\nexport HOST = 0.0.0.0\nA="with # and spaces "\nB=\'single\'\n';
    expect(parseEnvText(text)).toEqual({ PORT: '3100', HOST: '0.0.0.0', A: 'with # and spaces ', B: 'single' });
  });

  it('drops comments but keeps a # inside a value', () => {
    expect(parseEnvText('# all\nKEY=abc#def # why\n  # more\nEMPTY=\n')).toEqual({ KEY: 'abc#def', EMPTY: '' });
  });

  it('takes Windows line ends and addresses with = in them', () => {
    expect(parseEnvText('MONGODB_URI=mongodb://h/db?replicaSet=rs&tls=true\r\nX=1\r\n')).toEqual({
      MONGODB_URI: 'mongodb://h/db?replicaSet=rs&tls=true',
      X: '1',
    });
  });

  it('leaves out lines of another form', () => {
    expect(parseEnvText('nonsense\n1A=2\n=3\n')).toEqual({});
  });
});
