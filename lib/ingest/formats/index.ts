import type { Format } from "../format";
import { awsVpcflow } from "./aws-vpcflow";

/** The catalogue. A format is a file here and a line below. */
export const formats: readonly Format[] = [awsVpcflow];

const byId = new Map(formats.map((format) => [format.id, format]));
export const findFormat = (id: string): Format | undefined => byId.get(id);
