'use client';

import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { type ReactNode, useState } from 'react';
import { theme } from '@/components/ui/theme';
import { cssVariablesResolver } from '@/components/ui/tokens';

/** Theme, tokens and the cache of what the pages ask the API. The nonce lets Mantine's style elements, and those of its scroll lock, pass the policy. */
export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  // a page made anew brings the nonce of its own request; the policy of the document that is open knows its first alone
  const [first] = useState(nonce);
  setNonce(first);
  const [queries] = useState(() => new QueryClient());
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => first}
    >
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </MantineProvider>
  );
}
