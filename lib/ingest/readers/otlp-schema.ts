import type { Message } from "./protobuf";

// The fields of OTLP that are read, by their JSON names. What else there is (events and links of spans) is read past.
// https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto

const anyValue: Message = {
  1: { name: "stringValue", type: "string" },
  2: { name: "boolValue", type: "bool" },
  3: { name: "intValue", type: "int64" },
  4: { name: "doubleValue", type: "double" },
  5: { name: "arrayValue", type: () => arrayValue },
  6: { name: "kvlistValue", type: () => keyValueList },
  7: { name: "bytesValue", type: "bytes" },
};
const arrayValue: Message = { 1: { name: "values", type: () => anyValue, repeated: true } };
const keyValue: Message = { 1: { name: "key", type: "string" }, 2: { name: "value", type: () => anyValue } };
const keyValueList: Message = { 1: { name: "values", type: () => keyValue, repeated: true } };

const resource: Message = { 1: { name: "attributes", type: () => keyValue, repeated: true } };
const scope: Message = {
  1: { name: "name", type: "string" },
  2: { name: "version", type: "string" },
  3: { name: "attributes", type: () => keyValue, repeated: true },
};

const logRecord: Message = {
  1: { name: "timeUnixNano", type: "fixed64" },
  5: { name: "body", type: () => anyValue },
  6: { name: "attributes", type: () => keyValue, repeated: true },
  9: { name: "traceId", type: "hex" },
  10: { name: "spanId", type: "hex" },
  11: { name: "observedTimeUnixNano", type: "fixed64" },
};
const scopeLogs: Message = {
  1: { name: "scope", type: () => scope },
  2: { name: "logRecords", type: () => logRecord, repeated: true },
};

const status: Message = { 2: { name: "message", type: "string" }, 3: { name: "code", type: "int32" } };
const span: Message = {
  1: { name: "traceId", type: "hex" },
  2: { name: "spanId", type: "hex" },
  4: { name: "parentSpanId", type: "hex" },
  5: { name: "name", type: "string" },
  6: { name: "kind", type: "int32" },
  7: { name: "startTimeUnixNano", type: "fixed64" },
  8: { name: "endTimeUnixNano", type: "fixed64" },
  9: { name: "attributes", type: () => keyValue, repeated: true },
  15: { name: "status", type: () => status },
};
const scopeSpans: Message = {
  1: { name: "scope", type: () => scope },
  2: { name: "spans", type: () => span, repeated: true },
};

/** Field 1 of ExportLogsServiceRequest and of ExportTraceServiceRequest, repeated. */
export const resourceLogs: Message = {
  1: { name: "resource", type: () => resource },
  2: { name: "scopeLogs", type: () => scopeLogs, repeated: true },
};
export const resourceSpans: Message = {
  1: { name: "resource", type: () => resource },
  2: { name: "scopeSpans", type: () => scopeSpans, repeated: true },
};
