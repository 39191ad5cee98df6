export { ApplicationContext } from './application/application-context.js';
export { type ContextOptions, createContext } from './application/create-context.js';
export { type Discovered, type DiscoveredUse, Discovery } from './application/discovery.js';
export type { CheckedGraph, Extension } from './application/extension.js';
export { type Address, currentHost, type HeldPort, type Host, neverMade, useHost } from './application/host.js';
export { CurrentRequest } from './container/current-request.js';
export { RequestScope, type ServedRequest } from './container/request-scope.js';
export { ERROR_MAPPING, type ErrorField, type ErrorMapping, type ErrorMeaning } from './contracts/error-mapping.js';
export { HEALTH_CHECK, type HealthCheck } from './contracts/health-check.js';
export { SUBJECT_RESOLVER, type SubjectLoader, type SubjectResolver } from './contracts/subject-resolver.js';
export type { Diagnostic, Where } from './diagnostics/diagnostic.js';
export { formatDiagnostic } from './diagnostics/diagnostic.js';
export { nearestNames } from './diagnostics/nearest-names.js';
export {
  declareWrapper,
  methodParameterNames,
  type ParameterName,
  parameterNames,
} from './diagnostics/parameter-names.js';
export { capturePlace, formatPlace, type Place } from './diagnostics/place.js';
export { TenonError } from './diagnostics/tenon-error.js';
export type { OnClosing, OnInit, OnReady, OnShutdown } from './lifecycle/hooks.js';
export { ConsoleLogger, type ConsoleLoggerOptions } from './logger/console-logger.js';
export { LOG_LEVELS, Logger, type LogLevel } from './logger/logger.js';
export {
  declareInjectable,
  type InjectableDeclaration,
  type Preparation,
  type Prepare,
} from './metadata/class-record.js';
export {
  type Dependency,
  type DependencyKind,
  type Injectable as InjectableToken,
  type Injected,
  type InjectedList,
  type Lazy,
  lazy,
  optional,
  type Ref,
  ref,
} from './metadata/dependency.js';
export {
  createInjectDecorator,
  type FitsParameter,
  type FitsProperty,
  type FitsType,
  Inject,
  InjectAll,
  type InjectDecorator,
  InjectLazy,
  InjectRef,
  Optional,
} from './metadata/inject.js';
export { Injectable, type InjectableOptions } from './metadata/injectable.js';
export { createMetadata, type MetadataDecorator } from './metadata/metadata-key.js';
export { type Configure, configuredBy, configureModule, Module } from './metadata/module.js';
export { ConfiguredModule, type ModuleDefinition, type ModuleReference } from './metadata/module-definition.js';
export {
  provide,
  type Provider,
  type ProviderDefinition,
  type ProviderForm,
  type Scope,
  type UseClass,
  type UseExisting,
  type UseFactory,
  type UseServed,
  type UseValue,
} from './metadata/provider.js';
export {
  type AbstractClass,
  type Class,
  createMultiToken,
  createToken,
  declareMend,
  type InjectionToken,
  type MultiToken,
  type Token,
} from './metadata/token.js';
export type { ExplainedDependency, Explanation } from './model/explain.js';
export type { Graph, GraphEdge, GraphNode, GraphOptions } from './model/graph.js';
export type {
  ApplicationModel,
  DependencyModel,
  ModuleModel,
  ProviderKind,
  ProviderModel,
  ProviderRole,
} from './model/model.js';
export { type ModuleReplacement, type Override, replaceModule } from './model/overrides.js';
