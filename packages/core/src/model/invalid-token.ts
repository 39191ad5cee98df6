import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { findOtherCopy } from '../diagnostics/package-copies.js';
import type { DependencyKind } from '../metadata/dependency.js';
import { MultiToken, tokenName } from '../metadata/token.js';

/** Gives the fault for something that is no token: made by another copy of this package, or nothing of the kind. */
export function invalidToken(
  site: faults.Site,
  owner: string,
  found: unknown,
  kind: DependencyKind = 'one',
): Diagnostic {
  const copies = findOtherCopy(found);
  if (copies) return faults.twoCopies(site, { name: tokenName(found), ...copies });
  if (kind === 'all') {
    const hint = "make it with createMultiToken<T>('what one of them is')";
    return faults.invalidToken(site, { owner, found: `${tokenName(found)}, of which there is one,`, hint });
  }
  if (typeof found === 'object' && found !== null && 'provide' in found) {
    const hint = 'name the token alone, not the whole provider';
    return faults.invalidToken(site, { owner, found: `a provider of ${tokenName(found.provide)}`, hint });
  }
  if (found instanceof MultiToken) {
    const hint = 'take all of them, with @InjectAll or in an inject list';
    return faults.invalidToken(site, { owner, found: `${tokenName(found)}, of which there are many,`, hint });
  }
  return faults.invalidToken(site, { owner, found: tokenName(found) });
}
