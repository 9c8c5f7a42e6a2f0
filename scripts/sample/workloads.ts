import type { Destination } from "./destinations";
import { destinations as to } from "./destinations";
import { hash32 } from "./random";

export type Environment = "production" | "staging" | "development";
/** Who writes down what a workload does. */
type Observer = "mesh" | "proxy" | "batch-proxy" | "flow" | "sensor" | "firewall" | "branch-firewall";

interface Service {
  service: string;
  team: string;
  /** Third octet of its networks. */
  net: number;
  site: "cloud" | "datacentre" | "office";
  observers: readonly Observer[];
  /** Calls on a weekday in production, before jobs. */
  perDay: number;
  rhythm: "office" | "shop" | "flat";
  weekend: number;
  /** By popularity. */
  calls: readonly Destination[];
  /** Rare calls: destination and mean a day in production. */
  rare?: readonly (readonly [Destination, number])[];
  clients: number;
  agent: string;
}

const services: readonly Service[] = [
  {
    service: "billing",
    team: "payments",
    net: 1,
    site: "cloud",
    observers: ["mesh", "flow"],
    perDay: 560,
    rhythm: "office",
    weekend: 0.45,
    calls: [to.payments, to.ledger, to.crm, to.fx, to.telemetry],
    clients: 4,
    agent: "billing-worker/5.8",
  },
  {
    service: "checkout",
    team: "commerce",
    net: 2,
    site: "cloud",
    observers: ["mesh"],
    perDay: 1250,
    rhythm: "shop",
    weekend: 1.25,
    calls: [to.payments, to.sms, to.telemetry],
    rare: [
      [to.fraudscore, 60],
      [to.adtech, 9],
    ],
    clients: 6,
    agent: "checkout/2026.44",
  },
  {
    service: "identity",
    team: "platform",
    net: 3,
    site: "cloud",
    observers: ["mesh", "flow"],
    perDay: 780,
    rhythm: "shop",
    weekend: 0.8,
    calls: [to.login, to.idcheck, to.sms, to.telemetry],
    clients: 4,
    agent: "identity-svc/3.1",
  },
  {
    service: "catalogue",
    team: "commerce",
    net: 4,
    site: "cloud",
    observers: ["proxy"],
    perDay: 760,
    rhythm: "shop",
    weekend: 1.1,
    calls: [to.search, ...to.media, to.telemetry],
    rare: [[to.fonts, 11]],
    clients: 4,
    agent: "catalogue/4.11",
  },
  {
    service: "reporting",
    team: "data",
    net: 5,
    site: "cloud",
    observers: ["flow"],
    perDay: 260,
    rhythm: "office",
    weekend: 0.3,
    calls: [to.warehouse, to.objects, to.board, to.telemetry],
    rare: [[to.boardBeta, 3]],
    clients: 4,
    agent: "reporting/1.9",
  },
  {
    service: "ml-training",
    team: "data",
    net: 6,
    site: "cloud",
    observers: ["batch-proxy"],
    perDay: 60,
    rhythm: "flat",
    weekend: 0.7,
    calls: [to.objects, to.wheels, to.models, to.telemetry],
    clients: 3,
    agent: "python-requests/2.32",
  },
  {
    service: "ci-runners",
    team: "delivery",
    net: 7,
    site: "cloud",
    observers: ["proxy"],
    perDay: 960,
    rhythm: "office",
    weekend: 0.18,
    calls: [to.registry, to.gitApi, to.git, to.images, to.wheels, to.jars, to.distro, to.modules, to.crates, to.gems, to.chatops],
    rare: [
      [to.fastpkgs, 42],
      [to.paste, 0.6],
    ],
    clients: 8,
    agent: "runner/2.330",
  },
  {
    service: "mail",
    team: "platform",
    net: 8,
    site: "datacentre",
    observers: ["sensor"],
    perDay: 430,
    rhythm: "office",
    weekend: 0.35,
    calls: [to.relay, ...to.mx, to.ocsp],
    rare: [[to.edi, 12]],
    clients: 3,
    agent: "postfix",
  },
  {
    service: "mobile-build",
    team: "delivery",
    net: 9,
    site: "cloud",
    observers: ["batch-proxy"],
    perDay: 40,
    rhythm: "office",
    weekend: 0.1,
    calls: [to.git, to.registry, to.ocsp],
    clients: 3,
    agent: "xcodebuild/26.1",
  },
  {
    service: "data-export",
    team: "data",
    net: 10,
    site: "cloud",
    observers: ["batch-proxy"],
    perDay: 24,
    rhythm: "flat",
    weekend: 0.8,
    calls: [to.telemetry, to.objects],
    clients: 2,
    agent: "exporter/7.2",
  },
  {
    service: "fleet-updates",
    team: "platform",
    net: 11,
    site: "office",
    observers: ["firewall"],
    perDay: 840,
    rhythm: "office",
    weekend: 0.25,
    calls: [to.updates, to.downloads, to.ocsp, to.time, to.distro, to.telemetry],
    rare: [[to.games, 17]],
    clients: 24,
    agent: "update-agent/11.4",
  },
  {
    service: "monitoring",
    team: "platform",
    net: 12,
    site: "datacentre",
    observers: ["sensor"],
    perDay: 360,
    rhythm: "flat",
    weekend: 1,
    calls: [to.telemetry, to.uptime, to.time, to.oncall, to.chatops],
    rare: [[to.speed, 2.5]],
    clients: 3,
    agent: "prober/0.27",
  },
];

export interface Workload {
  of: Service;
  environment: Environment;
  /** CIDR of its callers. */
  cidr: string;
  clients: readonly string[];
  observers: readonly Observer[];
  /** Share of the production volume. */
  share: number;
}

const shares: Record<Environment, number> = { production: 1, staging: 0.09, development: 0.04 };
const sites = { cloud: 20, datacentre: 40, office: 50 } as const;
const environments: readonly Environment[] = ["production", "staging", "development"];

export const workloads: readonly Workload[] = services.flatMap((of) =>
  environments.map((environment, i): Workload => {
    const prefix = `10.${sites[of.site] + i}.${of.net}.`;
    const clients = environment === "production" ? of.clients : Math.min(2, of.clients);
    return {
      of,
      environment,
      cidr: `${prefix}0/24`,
      clients: Array.from({ length: clients }, (_, n) => prefix + (20 + n)),
      // The pilot ring of the fleet sits in a branch with a firewall of its own.
      observers: of.service === "fleet-updates" && environment === "staging" ? ["branch-firewall"] : of.observers,
      share: shares[environment] * (of.service === "fleet-updates" && environment === "staging" ? 2 : 1),
    };
  }),
);

export const workloadOf = (service: string, environment: Environment = "production"): Workload => {
  const found = workloads.find((w) => w.of.service === service && w.environment === environment);
  if (!found) throw new Error(`The estate has no ${service} in ${environment}.`);
  return found;
};

/** The network interface of a cloud address. */
export const interfaceOf = (address: string): string =>
  `eni-0${hash32(address).toString(16).padStart(8, "0")}${hash32(`${address}-`).toString(16).padStart(8, "0")}`;
export const instanceOf = (address: string): string =>
  `i-0${hash32(`i${address}`).toString(16).padStart(8, "0")}${hash32(`j${address}`).toString(16).padStart(8, "0")}`;
