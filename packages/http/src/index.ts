export { App, type ListenOptions } from './server/app.js';
export type { AppOptions, FastifyServerSettings } from './server/app-options.js';
export { createApp, FASTIFY } from './server/create-app.js';
export type { ShutdownOptions } from './connections/shutdown-options.js';
export type { CorsOptions } from './fastify/add-cors.js';
export type { RequestLimits } from './input/request-limits.js';
export type { ExplainedStep, RouteDescription, RouteExplanation, RouteList } from './server/explain-route.js';
export type { DescriptionOptions } from './openapi/mount-description.js';
export {
  type ApiDescription,
  type DescribedApp,
  describeApi,
  openApi,
  type OpenApiOptions,
} from './openapi/open-api.js';
export type { Unexpressed } from './openapi/unexpressed.js';
export type {
  Content,
  OpenApiDocument,
  OpenApiInfo,
  OperationObject,
  ParameterObject,
  PathItem,
  Reference,
  RequestBodyObject,
  ResponseObject,
  SecurityRequirement,
} from './openapi/document.js';
export { ServerConfig } from './server/server-config.js';
export {
  type BehindPattern,
  type HandlerName,
  type NamedParameter,
  type NoParameters,
  type ParametersOf,
  type PathParameters,
  type RouteName,
  type RouteNames,
  type UrlArguments,
  type UrlOptions,
  type UrlParameters,
  Urls,
  type UrlValue,
} from './server/url-for.js';
export { Assets, type ImportMap } from './files/assets.js';
export type { FolderLocation } from './files/disk-file.js';
export type { FileContent } from './files/file-body.js';
export type { StaticFolder } from './files/folder-options.js';
export { StreamableFile, type StreamableFileOptions } from './files/streamable-file.js';
export { DEFAULT_TIMEOUTS, type TimeoutOptions } from './connections/time-limits.js';
export type { OverloadOptions } from './overload/overload-options.js';
export type { HealthOptions } from './health/health-options.js';
export { type LoggingOptions } from './fastify/pino-logger.js';
export type { EventSettings, PrefixOptions, RouteSettings, Versioning } from './model/route-settings.js';
export {
  ContextKey,
  type ContextKeyOptions,
  contextOf,
  createContextKey,
  RequestContext,
} from './contracts/context.js';
export type {
  AnyFilter,
  AnyPipe,
  CanActivate,
  EnhancerClass,
  ExceptionFilter,
  FilterReference,
  GuardReference,
  Interceptor,
  InterceptorReference,
  Next,
  ParameterInfo,
  PipeReference,
  PipeTransform,
  RouteCheck,
  RouteGuard,
} from './contracts/enhancers.js';
export * from './contracts/http-exception.js';
export { type InputError, type InputPlace, InvalidInputException } from './contracts/invalid-input.js';
export { parametersOfPath } from './model/read-path.js';
export { SUBJECT_RESOLVER, type SubjectLoader, type SubjectResolver } from './contracts/subject-resolver.js';
export { ServerSentEvent, type ServerSentEventParts } from './contracts/server-sent-event.js';
export { DefaultValuePipe, ParseUUIDPipe, type ParseUUIDOptions } from './contracts/pipes.js';
export type { Problem } from './contracts/problem.js';
export { prefersHtml } from './contracts/accept.js';
export { isFormType } from './contracts/form-types.js';
export { addVary } from './contracts/vary.js';
export { cspNonce } from './contracts/csp-nonce.js';
export { FAILED_FORM, type FailedForm, FORM_MEMORY, type FormMemory } from './contracts/failed-form.js';
export { escapeHtml, Html } from './contracts/html.js';
export { PAGE_WRITER, type PageWriter, VIEW_HELPER, type ViewHelper } from './contracts/page-writer.js';
export { isLocal, redirect, type RedirectOptions, Redirection } from './contracts/redirection.js';
export { type ContentSecurityPolicy, POLICY_DIRECTIVES, type PolicyDirective } from './contracts/security-policy.js';
export { SIGN_IN_SOURCE, type SignedInAs, type SignInSource } from './contracts/sign-in-source.js';
export { View, view, type ViewModel, type ViewModels, type ViewName } from './contracts/view.js';
export type {
  ArgumentModel,
  ArgumentSource,
  ArgumentType,
  EnhancerLevel,
  EnhancerModel,
  EventsModel,
  FileModel,
  FilterModel,
  FormModel,
  HookModel,
  NamedSecurity,
  PrimitiveKind,
  ReplyModel,
  RouteModel,
  RouteNotes,
  SecurityScheme,
  UnknownProperties,
} from './contracts/route-model.js';
export {
  BEFORE_FILES,
  type SaveOptions,
  type SinkReference,
  Upload,
  type UploadInfo,
  type UploadSink,
  UploadStream,
  type UploadTarget,
} from './contracts/upload.js';
export type { StandardIssue, StandardResult, StandardSchema } from './contracts/standard-schema.js';
export {
  Controller,
  type ControllerOptions,
  type MethodMark,
  type RouteVersion,
  Version,
  VERSION_NEUTRAL,
} from './decorators/controller.js';
export type { FileOptions, FilesOptions, ParameterOptions, VersionName } from './decorators/controller-record.js';
export type {
  AnyArgumentDecorator,
  ArgumentDecorator,
  FitsArgument,
  FitsPage,
  FitsReturn,
  PageDecorator,
  Returned,
  ReturnsDecorator,
  Shown,
} from './decorators/fits.js';
export {
  Body,
  type BodyDecorator,
  Context,
  Cookies,
  createParamDecorator,
  type FastifyReply,
  type FastifyRequest,
  FromContext,
  Headers,
  Host,
  type IncomingHttpHeaders,
  type InputClass,
  Ip,
  LastEventId,
  type ObjectOptions,
  type Primitive,
  type PrimitiveOf,
  Param,
  Query,
  RawBody,
  Req,
  Res,
  Signal,
  type ValueDecorator,
  type ValueOptions,
} from './decorators/parameters.js';
export { Describe, type Description, Security } from './decorators/describe.js';
export { Form, type FormDecorator, type FormOf, type FormOptions } from './decorators/form.js';
export { HttpCode, Redirect, Render, type ReturnedItems, Returns, type ReturnsOptions } from './decorators/replies.js';
export {
  BodyLimit,
  Catch,
  FastifyOptions,
  type FastifyRouteOptions,
  Header,
  Provides,
  ReadsBody,
  RouteConfig,
  type RouteHooks,
  type RouteMark,
  Timeout,
  UseFilters,
  UseGuards,
  UseHooks,
  UseInterceptors,
  UsePipes,
  WithoutGuards,
} from './decorators/uses.js';
export {
  All,
  Delete,
  Get,
  Head,
  Options,
  Patch,
  Post,
  Put,
  type RouteOptions,
  Sse,
  type SseMark,
  type SseOptions,
  type Verb,
} from './decorators/verbs.js';
export {
  type FileDecorator,
  type FilesDecorator,
  MultipartBody,
  type MultipartBodyDecorator,
  UploadedFile,
  UploadedFiles,
} from './decorators/uploads.js';
export type { UploadSettings } from './uploads/upload-settings.js';

// What an application needs of the container, so that it has one import.
export {
  type AbstractClass,
  ApplicationContext,
  type Class,
  configuredBy,
  configureModule,
  createContext,
  createMetadata,
  createMultiToken,
  createToken,
  Discovery,
  ERROR_MAPPING,
  type ErrorField,
  type ErrorMapping,
  type ErrorMeaning,
  HEALTH_CHECK,
  type HealthCheck,
  Inject,
  InjectAll,
  Injectable,
  InjectLazy,
  InjectRef,
  type Lazy,
  Logger,
  type MetadataDecorator,
  Module,
  type ModuleDefinition,
  type OnClosing,
  type OnInit,
  type OnReady,
  type OnShutdown,
  Optional,
  provide,
  type Provider,
  type Ref,
  replaceModule,
  type Scope,
  TenonError,
} from '@tenon/core';
