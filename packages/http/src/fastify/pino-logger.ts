import { Writable } from 'node:stream';
import { Logger, LOG_LEVELS, type LogLevel, type ServedRequest } from '@tenon/core';
import {
  type DestinationStream,
  type Logger as Pino,
  type LoggerOptions,
  pino as createLogger,
  stdSerializers,
} from 'pino';
import type { FastifyRequest } from 'fastify';
import { RequestContext } from '../contracts/context.js';
import { redactUrl } from './request-log.js';

/** What `createApp` takes for its log. */
export interface LoggingOptions {
  /** The least level that is written. Default: `LOG_LEVEL` of the environment, else `info`. */
  readonly level?: LogLevel | 'silent';
  /** Whether each completed request is written. Default: true. */
  readonly requests?: boolean;
  /** Whether lines are made for people. Default: in development, at a terminal. */
  readonly pretty?: boolean;
  /** Where lines go. Default: standard output. */
  readonly destination?: DestinationStream;
  /** More paths of what is not written, as pino's `redact` takes them. */
  readonly redact?: readonly string[];
}

/** What nobody wants in a log, wherever a line has it. */
const REDACTED: readonly string[] = ['authorization', 'cookie', '["set-cookie"]'].flatMap((name) => {
  const dotted = name.startsWith('[') ? name : `.${name}`;
  return [name, `headers${dotted}`, `*.headers${dotted}`, `*${dotted}`];
});

/** Makes pino as an application wants it. */
export async function createPino(options: LoggingOptions): Promise<Pino> {
  const { level = levelOfEnvironment(), destination, redact = [] } = options;
  const settings: LoggerOptions = {
    level,
    redact: { paths: [...REDACTED, ...redact], censor: '…' },
    serializers: { err: stdSerializers.err, error: stdSerializers.err, req: describeRequest },
  };
  if (!(options.pretty ?? isReadable(destination)))
    return destination ? createLogger(settings, destination) : createLogger(settings);
  // Loaded only where people look at it.
  const { PinoPretty: pretty } = await import('pino-pretty');
  const stream = pretty({
    colorize: process.stdout.isTTY && !process.env['NO_COLOR'],
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'pid,hostname,logger,reqId,method,url,route,handler,status,ip,ms',
    messageFormat: '{if logger}{logger}: {end}{msg}{if ms} in {ms} ms{end}',
    ...(destination && { destination: streamTo(destination) }),
    sync: true,
  });
  return createLogger(settings, stream);
}

/** What is written of a request, as Fastify does it, without what looks secret in its query. */
function describeRequest(request: Partial<FastifyRequest>): object {
  const { method, url, host, ip } = request;
  return { method, url: url === undefined ? undefined : redactUrl(url), host, remoteAddress: ip };
}

/** Whoever makes lines for people wants a stream, and gets one that hands on what is written. */
function streamTo(destination: DestinationStream): Writable {
  return new Writable({
    write(chunk: Buffer, _, done) {
      destination.write(chunk.toString());
      done();
    },
  });
}

function isReadable(destination: DestinationStream | undefined): boolean {
  const environment = process.env['NODE_ENV'];
  return destination === undefined && process.stdout.isTTY && environment !== 'production' && environment !== 'test';
}

function levelOfEnvironment(): LogLevel | 'silent' {
  const wanted = process.env['LOG_LEVEL']?.toLowerCase();
  if (wanted === 'silent') return 'silent';
  return LOG_LEVELS.find((level) => level === wanted) ?? 'info';
}

/** The injected `Logger`, over pino: each line bears the name of who asked for it and the id of the request. */
export class PinoLogger extends Logger {
  readonly #pino: Pino;
  readonly #served: () => ServedRequest | undefined;

  /** @param served - gives what is being served where the line is written */
  constructor(pino: Pino, served: () => ServedRequest | undefined) {
    super();
    this.#pino = pino;
    this.#served = served;
  }

  override log(level: LogLevel, message: string, details: object = {}): void {
    if (!this.#pino.isLevelEnabled(level)) return;
    const served = this.#served();
    const request = served instanceof RequestContext ? { reqId: served.id } : undefined;
    this.#pino[level]({ ...details, ...request }, message);
  }

  override named(name: string): PinoLogger {
    return new PinoLogger(this.#pino.child({ logger: name }), this.#served);
  }
}
