import type { ApplicationContext } from '@tenon/core';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Readable, Writable } from 'node:stream';
import { contextOf } from '../contracts/context.js';
import { isFormType } from '../contracts/form-types.js';
import { UnsupportedMediaTypeException } from '../contracts/http-exception.js';
import { inputError, InvalidInputException } from '../contracts/invalid-input.js';
import type { ArgumentModel, FileModel, RouteModel, UnknownProperties } from '../contracts/route-model.js';
import type { FileRule, FormRules } from '../uploads/form-rules.js';
import { readForm, type ReceivedForm } from '../uploads/read-form.js';
import type { TemporaryFolder } from '../uploads/temporary-folder.js';
import type { UploadLimits } from '../uploads/upload-settings.js';
import { compileCall } from './call-enhancer.js';

/** What the forms of all routes are read with. */
export interface FormSettings {
  readonly limits: UploadLimits;
  /** How large all texts of a form may be together, in bytes. */
  readonly maxTextSize: number;
  readonly unknown: UnknownProperties;
  readonly folder: TemporaryFolder;
}

/** Reads a form, and gives its texts: the request's body. */
export type TakeForm = (request: FastifyRequest, body: Readable) => Promise<Record<string, unknown>>;

/** Where a request keeps its form. */
const FORM = Symbol('tenon.form');
interface WithForm {
  [FORM]?: ReceivedForm;
}

/** Whether a route takes a form with files. */
export function takesForm(route: RouteModel): boolean {
  return route.arguments.some(({ source }) => source === 'form' || source === 'file');
}

/** Compiles how the forms of a route are read. The parser is loaded with the first one. */
export function compileForm(route: RouteModel, app: ApplicationContext, settings: FormSettings): TakeForm {
  const { limits, maxTextSize, folder, unknown } = settings;
  const byName = new Map<string, FileRule>();
  let others: FileRule | undefined;
  let first: FileModel | undefined;
  /** What decorators allow beyond the limits of the application. */
  let allowedSize = 0;
  let allowedFiles = 0;
  for (const { type, name } of route.arguments) {
    if (type.kind !== 'file') continue;
    const rule = ruleOf(type, app, limits);
    first ??= type;
    if (name === undefined) others = rule;
    else byName.set(name, rule);
    if (type.maxSize !== undefined) allowedSize += type.maxSize * rule.maxFiles;
    if (type.maxFiles !== undefined) allowedFiles += type.maxFiles;
  }
  const form: FormRules = {
    byName,
    others,
    first,
    limits: allowedFiles > limits.maxFiles ? withFiles(limits, allowedFiles) : limits,
    maxTextSize,
    maxTotalSize: route.bodyLimit ?? limits.maxTotalSize + allowedSize,
    refusesOthers: (route.arguments.find(({ source }) => source === 'form')?.unknown ?? unknown) === 'reject',
    folder,
  };
  return async (request, body) => {
    const received = await readForm(form, body, contextOf(request));
    (request as WithForm)[FORM] = received;
    return received.texts;
  };
}

function withFiles(limits: UploadLimits, maxFiles: number): UploadLimits {
  return { ...limits, maxFiles, maxParts: limits.maxParts + maxFiles - limits.maxFiles };
}

function ruleOf(model: FileModel, app: ApplicationContext, limits: UploadLimits): FileRule {
  const { sink, isList, maxSize, maxFiles } = model;
  const open = sink && compileCall(sink, 'open', app);
  return {
    model,
    maxSize: maxSize ?? limits.maxFileSize,
    maxFiles: isList ? (maxFiles ?? limits.maxFiles) : 1,
    open: open && ((info, context) => open(context, info, context) as Writable | PromiseLike<Writable>),
  };
}

/** Compiles how a handler gets its files. */
export function compileFile(
  { name, isOptional }: ArgumentModel,
  file: FileModel,
): (request: FastifyRequest) => unknown {
  const { isList, to } = file;
  const missing = (): unknown => {
    if (isOptional) return isList ? [] : undefined;
    const error = inputError('body', name === undefined ? [] : [name], 'required', `${name ?? 'a file'} is missing`);
    throw new InvalidInputException([error]);
  };
  return (request) => {
    const form = (request as WithForm)[FORM];
    // There was no body at all.
    if (form === undefined) return missing();
    const faults = form.faultsOf(file);
    if (faults.length > 0) throw new InvalidInputException(faults);
    if (to === 'handler') {
      const stream = form.streamOf(file);
      if (stream === undefined) return missing();
      return isList ? form.streamsOf(file) : stream;
    }
    const files = form.filesOf(file);
    if (files.length === 0) return missing();
    return isList ? files : files[0];
  };
}

/** Gives what refuses other bodies than the route's before they are read. */
export function refusalOf({ form }: RouteModel): typeof refuseOthers {
  return form === undefined || form.hasFiles ? refuseOthers : refuseNoForms;
}

/** Refuses what is no form, where a handler takes nothing else. */
function refuseNoForms(
  { raw: { headers } }: FastifyRequest,
  _: FastifyReply,
  payload: unknown,
  done: HookHandlerDoneFunction,
): void {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody || isFormType(headers['content-type'])) done();
  else
    done(
      new UnsupportedMediaTypeException(
        'The body must be a form, application/x-www-form-urlencoded or multipart/form-data.',
      ),
    );
}

/** Refuses what is no form with files before it is read, where a handler takes nothing else. */
function refuseOthers(
  { raw: { headers } }: FastifyRequest,
  _: FastifyReply,
  payload: unknown,
  done: HookHandlerDoneFunction,
): void {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody || /^multipart\/form-data\s*(?:;|$)/i.test(headers['content-type'] ?? '')) done();
  else done(new UnsupportedMediaTypeException('The body must be a form, multipart/form-data.'));
}
