import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const alias = { '@': import.meta.dirname };
const ignored = ['**/node_modules/**', '.next/**', 'dist/**', '.data/**', 'e2e/**'];

// a test that hangs ends; how long one takes on a busy machine says nothing
const TEST_TIMEOUT_MS = 30_000;

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['**/*.test.ts'],
          exclude: [...ignored, '**/*.int.test.ts'],
          setupFiles: ['lib/testing/fail-on-console-error.ts'],
          testTimeout: TEST_TIMEOUT_MS,
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'component',
          environment: 'jsdom',
          clearMocks: true,
          include: ['**/*.test.tsx'],
          exclude: ignored,
          setupFiles: ['lib/testing/fail-on-console-error.ts', 'lib/testing/component-setup.ts'],
          testTimeout: TEST_TIMEOUT_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'int',
          environment: 'node',
          include: ['**/*.int.test.ts'],
          exclude: ignored,
          setupFiles: ['lib/testing/fail-on-console-error.ts'],
          globalSetup: [path.join(import.meta.dirname, 'lib/testing/integration-stores.ts')],
          fileParallelism: false,
          testTimeout: TEST_TIMEOUT_MS,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
