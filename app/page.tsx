import { redirect } from "next/navigation";
import { getActor } from "@/lib/access/session";
import { homeOf } from "@/lib/model/role";

export default async function Home() {
  redirect(homeOf[(await getActor()).role]);
}
