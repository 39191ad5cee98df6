import { Inject, Injectable, Optional } from '@tenon/http';
import { MemorySessionRegistry } from './memory-session-registry.js';
import { SESSION_REGISTRY, type SessionRegistry } from './session-registry.js';

/**
 * The application's registry. No module lists this class, so that it sees what the root module provides; what a module lists does
 * not.
 */
@Injectable()
export class KnownRegistry {
  readonly registry: SessionRegistry;

  constructor(@Optional() @Inject(SESSION_REGISTRY) registry: SessionRegistry = new MemorySessionRegistry()) {
    this.registry = registry;
  }
}
