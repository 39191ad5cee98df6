import type { JsonSchema } from '@tenon/dto';
import type { SecurityScheme } from '../contracts/route-model.js';

/** An OpenAPI document, as far as `openApi` writes one. @see OpenAPI Specification 3.1.1 */
export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: OpenApiInfo;
  readonly servers: readonly { readonly url: string; readonly description?: string }[];
  readonly security: readonly SecurityRequirement[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
  };
}

export interface OpenApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly contact?: { readonly name?: string; readonly email?: string; readonly url?: string };
  readonly license?: { readonly name: string; readonly identifier?: string };
}

/** What answers at one path, by the method in lower case. */
export type PathItem = Readonly<Record<string, OperationObject>>;

export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

/** One route. */
export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly deprecated?: true;
  readonly security?: readonly SecurityRequirement[];
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: RequestBodyObject;
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>;
}

export interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly schema: JsonSchema;
}

export interface RequestBodyObject {
  readonly required: boolean;
  readonly content: Content;
}

/** By media type. */
export type Content = Readonly<
  Record<
    string,
    {
      readonly schema: JsonSchema;
      /** Of a form: by the name of a part, the media types that it may have. */
      readonly encoding?: Readonly<Record<string, { readonly contentType: string }>>;
    }
  >
>;

export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<
    Record<string, { readonly description?: string; readonly required?: boolean; readonly schema: JsonSchema }>
  >;
  readonly content?: Content;
}

export interface Reference {
  readonly $ref: string;
}
