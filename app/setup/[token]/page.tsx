import type { Metadata } from "next";
import Link from "next/link";
import { AuthFrame } from "@/components/access/auth-frame";
import { SetupForm } from "@/components/access/setup-form";
import { Button } from "@/components/ui/button";
import { getDb } from "@/lib/db/client";
import { findInvitation } from "@/lib/db/invitation";
import { setUp } from "./actions";

// The address holds a secret: it must not travel in a Referer.
export const metadata: Metadata = { title: "Set up your account", referrer: "no-referrer" };

const titles = { first: "Set up Waybill", invite: "Welcome to Waybill", reset: "Choose a new password" };
const leads = {
  first: "You are the first here and will be the administrator.",
  invite: "Choose a password to finish your account.",
  reset: "Your sessions on all devices have ended.",
};

export default async function Setup({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(getDb().prisma, token);
  if (!invitation)
    return (
      <AuthFrame title="This link has ended" lead="It was used already, or is too old. Ask an administrator for a new one.">
        <Button asChild size="lg">
          <Link href="/sign-in">Go to sign-in</Link>
        </Button>
      </AuthFrame>
    );
  return (
    <AuthFrame title={titles[invitation.purpose]} lead={leads[invitation.purpose]}>
      <SetupForm action={setUp.bind(null, token)} person={invitation.person} />
    </AuthFrame>
  );
}
