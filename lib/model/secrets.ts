import { KeyedValues } from "./keyed-values";
import { maskQuery, pathTemplate } from "./path-template";

// Go's JSON writes & as \u0026, others / as \/: neither ends a query.
const query = /\?[^\s"'<>|\\^`{}]*(?:\\(?:u[0-9a-fA-F]{4}|\/)[^\s"'<>|\\^`{}]*)*/g;
const parameter = /([?&;]|\\u0026)([^=&;?\\]{1,256})=(?:[^&;\\]|\\(?!u0026))+/g;
const absolute = /\b(https?:\\?\/\\?\/)([^\s"'<>|?#\\/]*)((?:\\?\/[^\s"'<>|?#\\/]*)*)/gi;
const mail = /[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}/g;
const names =
  "authorization cookie password passwd pwd secret token apikey api-key api_key accesskey access-key access_key session sessionid credential signature".split(
    " ",
  );
const secrets = new KeyedValues(names, { whole: false, value: /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s,;&"'}\]]+))/ });
const secretKey = new RegExp(`(?:${names.join("|")})$`, "i");
const bearer = /\b(Bearer|Basic|Negotiate|NTLM|Digest)\s+[A-Za-z0-9+/=._~-]{6,}/g;

/** Names of parameters that are secret in a query, beside those that are so everywhere: signed addresses, sign-ins. */
const parameters = new Set("auth code hmac jwt key nonce otp pass pin sid sig state ticket".split(" "));

/**
 * What is secret by its look, wherever it stands: query values, credentials, tokens by name, mail addresses, ids in paths.
 *
 * @param keepQueries leaves query values and ids in paths, apart from those under the name of a secret.
 */
export function maskSecrets(line: string, mailPseudonym: (mail: string) => string, keepQueries = false): string {
  let out = line;
  if (out.includes("?"))
    out = out.replace(query, (q) => (q.length === 1 ? q : keepQueries ? maskSecretParameters(q) : `?${maskQuery(q.slice(1))}`));
  if (out.includes("://") || out.includes(":\\/\\/"))
    out = out.replace(absolute, (_, scheme: string, authority: string, path: string) => {
      const at = authority.lastIndexOf("@");
      const plain = path.includes("\\/") ? path.replaceAll("\\/", "/") : path;
      const template = plain.length > 1 && !keepQueries ? pathTemplate(plain) : plain;
      return `${scheme}${at < 0 ? authority : authority.slice(at + 1)}${path === plain ? template : template.replaceAll("/", "\\/")}`;
    });
  if (out.includes("@")) out = out.replace(mail, mailPseudonym);
  if (out.includes("=") || out.includes(":")) {
    if (out.includes(" ") || out.includes("\t")) out = out.replace(bearer, "$1 ***");
    out = secrets.replace(out, hide);
  }
  return out;
}

const hide = (): string => "***";

function maskSecretParameters(query: string): string {
  return query.replace(parameter, (pair, sign: string, name: string) => {
    const plain = decodedName(name);
    return parameters.has(plain) || secretKey.test(plain) ? `${sign}${name}=***` : pair;
  });
}

function decodedName(name: string): string {
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch {
    return name.toLowerCase();
  }
}

/** Whether a value under this key is nobody's secret by the key alone: what `maskSecrets` leaves as it is, unless the value itself tells. */
export const isHarmlessKey = (key: string): boolean => !secretKey.test(key) && !/[?@=:\s]/.test(key);
