import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, Injectable, type RequestContext, UnauthorizedException } from '@tenon/http';
import { HelloConfig } from '../hello.config.js';

/** Lets those pass who have the host's key: `Authorization: Bearer …`. Runs before a body is read. */
@Injectable()
export class HostOnly implements CanActivate {
  constructor(private readonly config: HelloConfig) {}

  canActivate({ request }: RequestContext): boolean {
    const [scheme, key] = request.headers.authorization?.split(' ') ?? [];
    if (scheme !== 'Bearer' || key === undefined) {
      throw new UnauthorizedException('Only the host may do this.', { headers: { 'www-authenticate': 'Bearer' } });
    }
    const { hostKey } = this.config;
    return hostKey !== undefined && timingSafeEqual(digest(key), digest(hostKey));
  }
}

/** Makes two texts equally long, so that the time of the comparison tells nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
