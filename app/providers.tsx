'use client';

import { MantineProvider } from '@mantine/core';
import { setNonce } from 'get-nonce';
import type { ReactNode } from 'react';
import { theme } from '@/components/ui/theme';
import { cssVariablesResolver } from '@/components/ui/tokens';

/** Theme and tokens. The nonce lets Mantine's style elements, and those of its scroll lock, pass the policy. */
export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  setNonce(nonce);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      {children}
    </MantineProvider>
  );
}
