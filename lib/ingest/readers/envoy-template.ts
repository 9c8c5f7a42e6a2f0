import { type EnvoyField, type EnvoyFields, fieldOfOperator, isPersonal } from "./envoy-fields";
import { strftimeReader } from "./time";

/** Envoy's default format string. */
export const defaultFormat =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%"';

/** What Istio sets in its stead. */
export const istioFormat =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER_RAW% %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME% %ROUTE_NAME%';

/** What Istio set until 1.8: the verdict of its policy service in the reason's place. */
export const istioMixerFormat = istioFormat.replace(
  '%RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% "%UPSTREAM',
  '"%DYNAMIC_METADATA(istio.mixer:status)%" "%UPSTREAM',
);

interface Part {
  field: EnvoyField | undefined;
  personal: boolean;
  /** The text after the value. */
  literal: string;
}

export interface Template {
  lead: string;
  parts: readonly Part[];
  readStart?: (text: string) => number | undefined;
}

/** @returns undefined where the text holds no command operator. */
export function compileTemplate(text: string, zone: (wallMs: number) => number): Template | undefined {
  const operator = /%([A-Z][A-Z0-9_]*)(?:\(([^)]*)\))?(?::[0-9]+)?%/g;
  const parts: Part[] = [];
  let lead = "";
  let readStart: Template["readStart"];
  let at = 0;
  for (const match of text.matchAll(operator)) {
    const between = text.slice(at, match.index);
    const last = parts.at(-1);
    if (last) last.literal = between;
    else lead = between;
    const argument = match[2] ?? "";
    const field = fieldOfOperator(match[1]!, argument);
    if (field === "start" && argument !== "") readStart = strftimeReader(argument, zone);
    parts.push({ field, personal: isPersonal(match[1]!, argument), literal: "" });
    at = match.index + match[0].length;
  }
  const last = parts.at(-1);
  if (!last) return undefined;
  last.literal = text.slice(at).replace(/\s+$|\\n$/, "");
  return { lead, parts, readStart };
}

/** @returns the values by field, or at which part the line leaves the template. */
export function matchTemplate(template: Template, line: string): { fields: EnvoyFields; personal: string[] } | number {
  if (!line.startsWith(template.lead)) return 0;
  let at = template.lead.length;
  const fields: EnvoyFields = {};
  const personal: string[] = [];
  const { parts } = template;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const isLast = i === parts.length - 1;
    if (part.literal === "" && !isLast) return i;
    const end = part.literal === "" ? line.length : line.indexOf(part.literal, at);
    if (end < 0) return i;
    const value = line.slice(at, end);
    at = end + part.literal.length;
    if (value === "-" || value === "") continue;
    if (part.field && fields[part.field] === undefined) fields[part.field] = value;
    if (part.personal) personal.push(value);
  }
  return { fields, personal };
}
