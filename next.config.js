/** @type {import('next').NextConfig} */
module.exports = {
  reactStrictMode: true,
  poweredByHeader: false,
  // pdfkit reads its metrics from beside itself
  serverExternalPackages: ['busboy', 'pdfkit'],
  // `npm test` checks all types, tests included; checking them again at every first start would cost its user 20 s
  typescript: { ignoreBuildErrors: true },
  // titles are sent with the page and not after it: streamed ones go away for a moment whenever a page is refreshed,
  // and then a screen reader has no name to tell
  htmlLimitedBots: /.*/,
  async headers() {
    return [
      {
        source: '/:path*',
        headers: [
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'Referrer-Policy', value: 'same-origin' },
          { key: 'X-Frame-Options', value: 'DENY' },
          { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
          { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
        ],
      },
      // what somebody outside opens by a link: kept nowhere, found nowhere, and the address told to nobody
      {
        source: '/shared',
        headers: [
          { key: 'Referrer-Policy', value: 'no-referrer' },
          { key: 'X-Robots-Tag', value: 'noindex, nofollow' },
          { key: 'Cache-Control', value: 'no-store' },
        ],
      },
    ];
  },
};
