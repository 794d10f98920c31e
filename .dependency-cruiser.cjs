// The layers: imports point right or down (docs/architecture.md). Every rule names what it forbids.
const PURE = '^lib/(formats|signals)/|^lib/.+/domain/';
/** Tests and what only they use. */
const TEST =
  '^bench/|\\.fixture\\.ts$|\\.(test|spec)\\.tsx?$|^(lib|components)/testing/|/testing[a-z-]*\\.ts$|^lib/embedded-mongo/conformance/';
const ENTRY_POINTS = '^(instrumentation|proxy)\\.ts$|^bin/';

/** npm packages as they appear in resolved paths. */
const packages = (...names) => names.map((name) => `(^|/)node_modules/${name}/`);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-undeclared-packages',
      comment: 'A package is used only when package.json names it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-packages-in-the-product',
      severity: 'error',
      from: {
        path: '^(app|bin|components|lib|models|examples)/|^[^/]+\\.ts$',
        pathNot: `${TEST}|^(playwright|vitest)\\.config`,
      },
      to: { dependencyTypes: ['npm-dev'], pathNot: '/node_modules/@types/' },
    },
    {
      name: 'pure-code',
      comment: 'Rules, formats and signals know no framework, no store and no operating system.',
      severity: 'error',
      from: { path: PURE, pathNot: TEST },
      to: {
        path: [
          ...packages('next', 'next-auth', 'react', 'react-dom', 'mongoose', 'mongodb', '@aws-sdk', '@smithy', 'pino'),
          '^(app|components|models|bin)/',
          '^lib/(config|http|jobs|platform|client)/',
        ],
      },
    },
    {
      name: 'pure-code-without-input-or-output',
      severity: 'error',
      from: { path: PURE, pathNot: TEST },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(buffer|crypto|util|zlib)$' },
    },
    {
      name: 'no-way-up',
      comment: 'lib and models never import pages or components.',
      severity: 'error',
      from: { path: '^(lib|models)/' },
      to: { path: '^(app|components)/' },
    },
    {
      name: 'models-below-lib',
      comment: 'Models know contracts, domain and the steps of platform, never use-cases.',
      severity: 'error',
      from: { path: '^models/', pathNot: TEST },
      to: {
        path: '^lib/',
        pathNot:
          '^lib/(config|errors|platform|testing)/|^lib/.+/(contracts|domain/.+)\\.ts$|^lib/accounts/permissions\\.ts$',
      },
    },
    {
      name: 'next-only-at-the-edge',
      severity: 'error',
      from: { path: '^(lib|models|bin)/', pathNot: '^lib/http/next/|^lib/accounts/next-auth\\.ts$' },
      to: { path: packages('next') },
    },
    {
      name: 'next-in-components',
      comment: 'Components may link and navigate; everything else of Next belongs to pages.',
      severity: 'error',
      from: { path: '^components/', pathNot: TEST },
      to: { path: packages('next'), pathNot: '/next/(link|dynamic|navigation|dist/client/components/navigation)' },
    },
    {
      name: 'mongoose-only-in-models',
      severity: 'error',
      from: { pathNot: `^models/|${TEST}` },
      to: { path: packages('mongoose', 'mongodb') },
    },
    {
      name: 'aws-and-pino-only-in-platform',
      severity: 'error',
      from: { pathNot: `^lib/platform/|${TEST}` },
      to: { path: packages('@aws-sdk', '@smithy', 'pino') },
    },
    {
      name: 'next-auth-in-one-file',
      severity: 'error',
      from: {
        path: '^(app|lib|models|bin|components)/',
        pathNot: `^lib/accounts/next-auth(-types\\.d)?\\.ts$|${TEST}`,
      },
      to: { path: packages('next-auth'), pathNot: '/next-auth/react' },
    },
    {
      name: 'components-know-contracts-only',
      comment: 'Components import contracts, domain, the client and signals; never use-cases or models.',
      severity: 'error',
      from: { path: '^components/', pathNot: TEST },
      to: {
        path: '^(app|bin|models|lib)/',
        pathNot:
          '^lib/(client|signals)/|^lib/.+/domain/|^lib/[^/]+/contracts\\.ts$|^lib/[^/]+/[^/]+-contracts\\.ts$|^lib/accounts/permissions\\.ts$|^lib/(errors/catalog|http/contract)\\.ts$',
      },
    },
    {
      name: 'domain-order',
      comment: 'measure, therapy → correlation → alerts, reports: earlier ones never import later ones.',
      severity: 'error',
      from: { path: '^lib/(measure|therapy|ecg)/domain/' },
      to: { path: '^lib/(correlation|alerts|reports)/' },
    },
    {
      name: 'domain-order-of-correlation',
      severity: 'error',
      from: { path: '^lib/correlation/domain/' },
      to: { path: '^lib/(alerts|reports)/' },
    },
    {
      name: 'embedded-store-apart',
      comment: 'The embedded store is a program of its own: nobody imports it.',
      severity: 'error',
      from: { pathNot: '^lib/embedded-mongo/' },
      to: { path: '^lib/embedded-mongo/' },
    },
    {
      name: 'embedded-store-knows-nothing',
      severity: 'error',
      from: { path: '^lib/embedded-mongo/', pathNot: TEST },
      to: { path: '^(app|bin|components|models|lib|e2e|scripts)/', pathNot: '^lib/embedded-mongo/' },
    },
    {
      name: 'e2e-sees-the-running-app-only',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^(app|components|lib|models|scripts)/|^[^/]+\\.ts$' },
    },
    {
      name: 'tests-stay-tests',
      comment: 'What tests use is not part of the product.',
      severity: 'error',
      from: { pathNot: `${TEST}|^e2e/` },
      to: { path: TEST },
    },
    {
      name: 'entry-points-are-not-imported',
      severity: 'error',
      from: { pathNot: '^bin/|\\.test\\.ts$' },
      to: { path: ENTRY_POINTS, pathNot: '^bin/lib/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|dist|coverage|public)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
