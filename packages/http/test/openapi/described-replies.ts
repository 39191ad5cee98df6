import type { OpenApiDocument, ResponseObject } from '@tenon/http';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** What is looked at of a reply. */
interface ReplyLike {
  readonly statusCode: number;
  readonly headers: { readonly 'content-type'?: string | string[] | number | undefined };
  readonly body: string;
}

/** Holds replies to what a document says of them. */
export class DescribedReplies {
  readonly #document: OpenApiDocument;
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
    const isDate = (text: string): boolean => !Number.isNaN(Date.parse(text)) && /^\d{4}-\d\d-\d\dT.*Z$/.test(text);
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': isDate, binary: true } });
    this.#ajv.addSchema(document, 'document');
  }

  /** Gives what a reply has that the operation is not said to give: in its status, its type or its content. */
  faultsOf(path: string, method: string, { statusCode, headers, body }: ReplyLike): readonly unknown[] {
    const responses = this.#document.paths[path]?.[method]?.responses ?? {};
    const key = [String(statusCode), `${String(statusCode).charAt(0)}XX`].find((each) => each in responses);
    if (key === undefined) return [`${method} ${path} is not said to answer ${statusCode}.`];
    const { at, content = {} } = this.#find(path, method, key);
    const [type = ''] = String(headers['content-type']).split(';', 1);
    if (body === '') return Object.keys(content);
    if (!(type in content)) return [`${method} ${path} is not said to answer with ${type}.`];
    const validate = this.#validator(`document${at}/content/${encode(type)}/schema`);
    return validate(JSON.parse(body)) ? [] : [body, ...(validate.errors ?? [])];
  }

  #find(path: string, method: string, key: string): ResponseObject & { readonly at: string } {
    const given = this.#document.paths[path]![method]!.responses[key]!;
    if (!('$ref' in given)) {
      return { ...given, at: `#/paths/${encode(path)}/${encode(method)}/responses/${encode(key)}` };
    }
    const name = given.$ref.slice('#/components/responses/'.length);
    return { ...this.#document.components.responses[name]!, at: given.$ref };
  }

  #validator(reference: string): ValidateFunction {
    let validator = this.#validators.get(reference);
    if (!validator) this.#validators.set(reference, (validator = this.#ajv.compile({ $ref: reference })));
    return validator;
  }
}

/** Writes a step of a JSON Pointer within a reference (RFC 6901 §6). */
function encode(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
