import { isObject, type JsonObject, readObject, textOf } from "./json";
import { readPairs } from "./key-value";
import { unwrap } from "./unwrap";

/** The attributes of a line by their names, however logrus or slog wrote it. */
export interface SmokescreenFields {
  message: string | undefined;
  /** Whether the line says, once and as a boolean, that the request is allowed. */
  allow: boolean;
  get(name: string): string | undefined;
}

/** @returns undefined where the line is none of a Go logger. */
export function readSmokescreenFields(line: string, depth = 0): SmokescreenFields | undefined {
  if (!line.startsWith("{")) return readText(line);
  const object = readObject(line);
  if (!object) return undefined;
  if ("allow" in object || typeof object["msg"] === "string") return ofObject(object, line);
  const carried = depth < 3 ? unwrap(object) : undefined;
  if (typeof carried === "string") return readSmokescreenFields(carried.trim(), depth + 1);
  return carried && (typeof carried["msg"] === "string" || "allow" in carried) ? ofObject(carried, line) : undefined;
}

function ofObject(object: JsonObject, line: string): SmokescreenFields {
  return {
    message: textOf(object["msg"]),
    // A key that stands twice was put there by somebody else.
    allow: object["allow"] === true && line.split('"allow"', 3).length === 2,
    get: (name) => (isObject(object[name]) ? undefined : absent(textOf(object[name]))),
  };
}

/** "INFO[0000] CANONICAL-PROXY-DECISION  allow=true …" of a terminal, or 'time="…" level=info msg=… allow=true …'. */
function readText(line: string): SmokescreenFields | undefined {
  const terminal = /^(?:TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)[A-Z]{0,3}\[[^\]]{1,40}\] {1,4}(\S{1,64})/.exec(line);
  if (!terminal && !/\blevel=/.test(line)) return undefined;
  const pairs = readPairs(line);
  return {
    message: terminal?.[1] ?? pairs.get("msg"),
    allow: pairs.get("allow") === "true" && line.split(/[ \t]allow=/, 3).length === 2,
    get: (name) => absent(textOf(pairs.get(name))),
  };
}

const absent = (text: string | undefined): string | undefined => (text === "unknown" || text === "<nil>" ? undefined : text);
