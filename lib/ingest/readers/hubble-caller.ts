import type { Caller, Connection } from "../../model/connection";
import { isObject, type JsonObject, textOf } from "./json";

/** Labels that name the workload, the ones of Kubernetes first. */
const names = ["k8s:app.kubernetes.io/name", "k8s:app", "k8s:k8s-app", "k8s:name"];
const kept = new Set(["app.kubernetes.io/part-of", "app.kubernetes.io/component", "team", "environment", "env", "tier"]);
/** What the batch controller and the scheduler put behind the name of a job: a time, by minutes, and five letters. */
const schedule = /-[0-9]{8,10}$/;

type Who = Pick<Connection, "caller" | "job" | "run">;

/** Who the pods of a file are; each is made once, since its flows come again and again. */
export class HubbleCallers {
  readonly #known = new Map<string, Who>();

  of(end: JsonObject): Who {
    const key = `${end["cluster_name"]} ${end["namespace"]} ${end["pod_name"]} ${end["identity"]}`;
    let who = this.#known.get(key);
    if (who === undefined) {
      who = readWho(end);
      if (this.#known.size >= 20_000) this.#known.clear();
      if (key.length < 1000) this.#known.set(key, who);
    }
    return who;
  }
}

/** A pod by its workload, its namespace and cluster, the labels that say whose it is; a job and its run where it belongs to one. */
function readWho(end: JsonObject): Who {
  const labels = labelsOf(end);
  const workload = Array.isArray(end["workloads"]) ? end["workloads"].find(isObject) : undefined;
  const pod = textOf(end["pod_name"]);
  const kind = textOf(workload?.["kind"]);
  const named = textOf(workload?.["name"]);
  const service = named?.replace(kind === "Job" ? schedule : "", "") ?? names.map((name) => labels.get(name)).find(Boolean);
  const tags: Record<string, string> = {};
  for (const [key, value] of [
    ["namespace", textOf(end["namespace"])],
    ["cluster", textOf(end["cluster_name"])],
  ] as const)
    if (value !== undefined) tags[key] = value;
  for (const [name, value] of labels) {
    const key = name.replace(/^k8s:/, "");
    if (kept.has(key) && value !== "") tags[key] = value;
  }
  const environment = labels.get("k8s:environment") ?? labels.get("k8s:env");
  const caller: Caller = { service, environment, team: labels.get("k8s:team"), instanceId: pod };
  if (Object.keys(tags).length > 0) caller.tags = tags;
  const isKnown = Object.values(caller).some((value) => value !== undefined);
  const isJob = (kind === "Job" || kind === "CronJob") && named !== undefined;
  return {
    caller: isKnown ? caller : undefined,
    job: isJob ? service : undefined,
    run: isJob ? (kind === "Job" ? named : pod) : undefined,
  };
}

/** "key=value", or a key alone for what Cilium reserves. */
export function labelsOf(end: JsonObject): Map<string, string> {
  const labels = new Map<string, string>();
  if (!Array.isArray(end["labels"])) return labels;
  for (const label of end["labels"].slice(0, 200)) {
    if (typeof label !== "string") continue;
    const equals = label.indexOf("=");
    if (equals < 0) labels.set(label, "");
    else labels.set(label.slice(0, equals), label.slice(equals + 1));
  }
  return labels;
}
