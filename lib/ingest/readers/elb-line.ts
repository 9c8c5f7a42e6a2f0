import { quotedWords } from "./quoted-words";

/** Which load balancer wrote a line. */
export type Balancer = "application" | "network" | "classic";

export interface ElbLine {
  balancer: Balancer;
  /** Values by AWS's names for them; what is a dash is absent. */
  values: Readonly<Record<string, string>>;
}

const times =
  "request_processing_time target_processing_time response_processing_time elb_status_code target_status_code received_bytes sent_bytes request user_agent ssl_cipher ssl_protocol";
const columns: Record<Balancer, readonly string[]> = {
  application:
    `type time elb client target ${times} target_group_arn trace_id domain_name chosen_cert_arn matched_rule_priority request_creation_time actions_executed redirect_url error_reason target_list target_status_code_list classification classification_reason conn_trace_id`.split(
      " ",
    ),
  network:
    "type version time elb listener client destination connection_time tls_handshake_time received_bytes sent_bytes incoming_tls_alert chosen_cert_arn chosen_cert_serial tls_cipher tls_protocol_version tls_named_group domain_name alpn_fe_protocol alpn_be_protocol alpn_client_preference_list tls_connection_creation_time".split(
      " ",
    ),
  classic: `time elb client target ${times}`.split(" "),
};

const application = /^(?:https?|h2|grpcs|wss?) [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,16}Z? [^ ]{1,200} [^ ]{3,80} /;
const network = /^tls [0-9]\.[0-9]{1,2} [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,16}Z? [^ ]{1,200} [^ ]{1,80} [^ ]{3,80} /;
const classic =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,16}Z? [^ ]{1,200} [^ ]{3,80} [^ ]{1,80} -?[0-9.]{1,12} -?[0-9.]{1,12} -?[0-9.]{1,12} /;

/** Fields that every line of a kind has; later versions added the others behind. */
const least: Record<Balancer, number> = { application: 12, network: 11, classic: 12 };

/** @returns undefined where the line is of no load balancer, a number where it ends before that many values. */
export function readElbLine(line: string): ElbLine | number | undefined {
  const head = line.slice(0, 600);
  const balancer = application.test(head) ? "application" : network.test(head) ? "network" : classic.test(head) ? "classic" : undefined;
  if (balancer === undefined) return undefined;
  const words = quotedWords(line);
  if (words.length < least[balancer]) return least[balancer];
  const values: Record<string, string> = {};
  columns[balancer].forEach((name, place) => {
    const word = words[place];
    if (word !== undefined && word !== "" && word !== "-") values[name] = word;
  });
  return { balancer, values };
}
