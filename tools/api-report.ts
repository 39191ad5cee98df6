/**
 * Writes each package's public surface to `packages/NAME/etc/*.api.md`, one report for each entry in `exports`, so that
 * a change of what users may write shows in the review of a change.
 *
 * `--check` writes nothing and fails on a difference: that is what CI runs.
 */
import { existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type ExtractorMessage,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  ExtractorMessageCategory,
} from '@microsoft/api-extractor';
import { type Entry, type Package, ROOT, demandBuild, entriesOf, publishedPackages } from './workspace.ts';

const OFF = { logLevel: ExtractorLogLevel.None, addToApiReportFile: false };
const ERROR = { logLevel: ExtractorLogLevel.Error, addToApiReportFile: false };

/** Where the report of this run goes before it is compared. */
const SCRATCH = join(ROOT, 'dist/api');

function configOf({ folder, manifest }: Package, { reportName, types }: Entry): ExtractorConfig {
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, 'package.json'),
    packageJson: { name: manifest.name, version: manifest.version },
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, types ?? ''),
      newlineKind: 'lf',
      compiler: {
        // api-extractor brings a TypeScript of its own, which reads the emitted declarations alone.
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2023',
            lib: ['ES2024', 'ESNext'],
            module: 'NodeNext',
            strict: true,
            skipLibCheck: true,
            types: ['node'],
          },
          files: [join(folder, types ?? '')],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: reportName,
        reportFolder: join(folder, 'etc'),
        reportTempFolder: join(SCRATCH, basename(folder)),
        includeForgottenExports: false,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: ERROR },
        extractorMessageReporting: {
          default: ERROR,
          // Everything that `exports` reaches is public here: `@internal` is stripped by the compiler before this.
          'ae-missing-release-tag': OFF,
          'ae-incompatible-release-tags': OFF,
          // Doc comments are prose for people; a name in them need not be a link.
          'ae-unresolved-link': OFF,
          'ae-undocumented': OFF,
        },
        tsdocMessageReporting: { default: OFF },
      },
    },
  });
}

/** Says what differs, in the lines that differ. */
function difference(committed: string, current: string): string {
  const before = existsSync(committed) ? readFileSync(committed, 'utf8').split('\n') : [];
  const after = readFileSync(current, 'utf8').split('\n');
  const gone = before.filter((line) => !after.includes(line)).map((line) => `  - ${line}`);
  const come = after.filter((line) => !before.includes(line)).map((line) => `  + ${line}`);
  return [...gone, ...come].join('\n');
}

/** Reports one entry. Returns what is wrong with it, one sentence each. */
function report(one: Package, entry: Entry, isLocal: boolean): string[] {
  const title = `${one.title}/etc/${entry.reportName}.api.md`;
  if (entry.types === undefined) return [`${one.title}: exports["${entry.subpath}"] has no "types"`];
  const faults: string[] = [];
  mkdirSync(join(one.folder, 'etc'), { recursive: true });
  const config = configOf(one, entry);
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: isLocal,
    messageCallback: (message: ExtractorMessage) => {
      message.handled = true;
      // The report's own difference is told below, with its lines.
      if (message.logLevel !== ExtractorLogLevel.Error || message.category === ExtractorMessageCategory.Console) return;
      faults.push(`${title}: ${message.messageId} ${message.formatMessageWithLocation(ROOT)}`);
    },
  });
  if (apiReportChanged && isLocal) console.log(`${title} written`);
  if (apiReportChanged && !isLocal) {
    const lines = difference(config.reportFilePath, config.reportTempFilePath);
    faults.push(`${title} differs from the code. If that is meant, run \`npm run api\` and commit it.\n${lines}`);
  }
  return faults;
}

/** Finds reports whose entry is gone. */
function staleReports(one: Package): string[] {
  const wanted = new Set(entriesOf(one).map(({ reportName }) => `${reportName}.api.md`));
  return globSync('*.api.md', { cwd: join(one.folder, 'etc') })
    .filter((file) => !wanted.has(file))
    .map((file) => `${one.title}/etc/${file} belongs to no entry of "exports": delete it`);
}

const isLocal = !process.argv.includes('--check');
const packages = publishedPackages();
demandBuild(packages);
const faults = packages.flatMap((one) => [
  ...entriesOf(one).flatMap((entry) => report(one, entry, isLocal)),
  ...staleReports(one),
]);
for (const fault of faults) console.error(fault);
console.log(`${packages.flatMap(entriesOf).length} entries, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
