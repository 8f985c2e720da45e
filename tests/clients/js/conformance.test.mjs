// The JavaScript SDK, unmodified, against the pretend Azure. Where to connect and as whom comes in the environment:
// ENDPOINT, TENANT, SUBSCRIPTION, CLIENT, SECRET, and NODE_EXTRA_CA_CERTS for its certificate.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { AuthorizationManagementClient } from "@azure/arm-authorization";
import { ComputeManagementClient } from "@azure/arm-compute";
import { ManagementLockClient } from "@azure/arm-locks";
import { NetworkManagementClient } from "@azure/arm-network";
import { ResourceManagementClient } from "@azure/arm-resources";
import { DeploymentsClient } from "@azure/arm-resourcesdeployments";
import { StorageManagementClient } from "@azure/arm-storage";
import { ClientSecretCredential } from "@azure/identity";

const { ENDPOINT, TENANT, SUBSCRIPTION, CLIENT, SECRET } = process.env;
const LOCATION = "westeurope";
const SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
const SOON = { updateIntervalInMs: 50 };

const credential = (secret = SECRET) =>
  new ClientSecretCredential(TENANT, CLIENT, secret, { authorityHost: ENDPOINT, disableInstanceDiscovery: true });
const options = {
  endpoint: ENDPOINT,
  credentials: { scopes: [`${ENDPOINT}/.default`] },
  credentialScopes: [`${ENDPOINT}/.default`],
};
const client = (Client, secret) => new Client(credential(secret), SUBSCRIPTION, options);

const resources = client(ResourceManagementClient);
const { deployments, deploymentOperations } = client(DeploymentsClient);
const compute = client(ComputeManagementClient);
const network = client(NetworkManagementClient);
const authorization = client(AuthorizationManagementClient);
const locks = client(ManagementLockClient);
const storage = client(StorageManagementClient);

const all = async (pages) => {
  const found = [];
  for await (const each of pages) found.push(each);
  return found;
};
const group = (name) => resources.resourceGroups.createOrUpdate(name, { location: LOCATION });
const refusedWith = (statusCode, code) => (error) => {
  assert.equal(error.statusCode, statusCode, error.message);
  assert.equal(error.code, code, error.message);
  return true;
};
const diskTemplate = (size) => ({
  $schema: SCHEMA,
  contentVersion: "1.0.0.0",
  parameters: { size: { type: "int" } },
  resources: [
    {
      type: "Microsoft.Compute/disks",
      apiVersion: "2024-03-02",
      name: "d1",
      location: "[resourceGroup().location]",
      properties: { creationData: { createOption: "Empty" }, diskSizeGB: "[parameters('size')]" },
    },
  ],
  outputs: { size: { type: "int", value: "[reference('d1').diskSizeGB]" } },
});
const deployment = (size) => ({
  properties: { mode: "Incremental", template: diskTemplate(size), parameters: { size: { value: size } } },
});

before(async () => {
  for (const namespace of ["Microsoft.Compute", "Microsoft.Network", "Microsoft.Storage"]) {
    await resources.providers.register(namespace);
    while ((await resources.providers.get(namespace)).registrationState !== "Registered")
      await new Promise((done) => setTimeout(done, 100));
  }
});

test("a wrong secret opens nothing", async () => {
  const stranger = client(ResourceManagementClient, "wrong");
  await assert.rejects(stranger.resourceGroups.get("js"), /AADSTS7000215/);
});

test("resource groups are made, shown, listed, tagged and removed", async () => {
  const made = await group("js-groups");
  assert.equal(made.properties.provisioningState, "Succeeded");
  assert.deepEqual(await resources.resourceGroups.checkExistence("js-groups"), { body: true });
  const changed = await resources.resourceGroups.update("js-groups", { tags: { a: "b" } });
  assert.deepEqual(changed.tags, { a: "b" });
  const listed = await all(resources.resourceGroups.list({ filter: "tagName eq 'a' and tagValue eq 'b'" }));
  assert.deepEqual(listed.map((each) => each.name), ["js-groups"]);
  await resources.resourceGroups.beginDeleteAndWait("js-groups", SOON);
  await assert.rejects(resources.resourceGroups.get("js-groups"), refusedWith(404, "ResourceGroupNotFound"));
});

test("a deployment is validated, foreseen, carried out, told step by step, and then changes nothing", async () => {
  await group("js-deploy");
  const valid = await deployments.beginValidateAndWait("js-deploy", "d", deployment(8), SOON);
  assert.equal(valid.properties.provisioningState, "Succeeded");
  const foreseen = await deployments.beginWhatIfAndWait("js-deploy", "d", deployment(8), SOON);
  assert.equal(foreseen.status, "Succeeded");
  const changes = (result) => (result.changes ?? result.properties.changes).map((each) => each.changeType);
  assert.deepEqual(changes(foreseen), ["Create"]);
  const done = await deployments.beginCreateOrUpdateAndWait("js-deploy", "d", deployment(8), SOON);
  assert.equal(done.properties.provisioningState, "Succeeded");
  assert.equal(done.properties.outputs.size.value, 8);
  assert.ok(done.properties.timestamp instanceof Date);
  const steps = await all(deploymentOperations.list("js-deploy", "d"));
  assert.ok(steps.some((each) => each.properties.targetResource?.resourceType === "Microsoft.Compute/disks"));
  const again = await deployments.beginWhatIfAndWait("js-deploy", "d", deployment(8), SOON);
  assert.deepEqual(changes(again), ["NoChange"]);
  const exported = await deployments.exportTemplate("js-deploy", "d");
  assert.equal(exported.template.resources[0].type, "Microsoft.Compute/disks");
  await assert.rejects(deployments.cancel("js-deploy", "d"), refusedWith(409, "DeploymentCannotBeCancelled"));
  await deployments.beginDeleteAndWait("js-deploy", "d", SOON);
  await assert.rejects(deployments.get("js-deploy", "d"), refusedWith(404, "DeploymentNotFound"));
});

test("a template that cannot be is refused with its reason", async () => {
  await group("js-broken");
  const broken = deployment(8);
  broken.properties.template.outputs.size.value = "[shout(1)]";
  await assert.rejects(
    deployments.beginCreateOrUpdateAndWait("js-broken", "d", broken, SOON),
    refusedWith(400, "InvalidTemplate"),
  );
});

test("disks and snapshots are made, read, grown and lent out", async () => {
  await group("js-disks");
  const empty = { location: LOCATION, creationData: { createOption: "Empty" }, diskSizeGB: 8 };
  const disk = await compute.disks.beginCreateOrUpdateAndWait("js-disks", "d1", empty, SOON);
  assert.equal(disk.diskState, "Unattached");
  assert.ok(disk.timeCreated instanceof Date);
  const grown = await compute.disks.beginUpdateAndWait("js-disks", "d1", { diskSizeGB: 16 }, SOON);
  assert.equal(grown.diskSizeGB, 16);
  const copy = {
    location: LOCATION,
    creationData: { createOption: "Copy", sourceResourceId: disk.id },
    incremental: true,
  };
  const snapshot = await compute.snapshots.beginCreateOrUpdateAndWait("js-disks", "s1", copy, SOON);
  assert.equal(snapshot.incremental, true);
  const asked = { access: "Read", durationInSeconds: 600 };
  const lent = await compute.snapshots.beginGrantAccessAndWait("js-disks", "s1", asked, SOON);
  assert.match(lent.accessSAS, /^https:\/\/\S+sig=/);
  await compute.snapshots.beginRevokeAccessAndWait("js-disks", "s1", SOON);
  assert.deepEqual((await all(compute.disks.listByResourceGroup("js-disks"))).map((each) => each.name), ["d1"]);
  await compute.disks.beginDeleteAndWait("js-disks", "d1", SOON);
  await assert.rejects(compute.disks.get("js-disks", "d1"), refusedWith(404, "ResourceNotFound"));
});

test("a machine is built from its parts, stopped, started and taken down", async () => {
  await group("js-machine");
  const space = { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } };
  const subnets = [{ name: "s1", addressPrefix: "10.0.0.0/24" }];
  const net = await network.virtualNetworks.beginCreateOrUpdateAndWait(
    "js-machine", "v1", { location: LOCATION, ...space, subnets }, SOON,
  );
  const plug = await network.networkInterfaces.beginCreateOrUpdateAndWait(
    "js-machine",
    "nic1",
    { location: LOCATION, ipConfigurations: [{ name: "ip1", subnet: { id: net.subnets[0].id } }] },
    SOON,
  );
  assert.equal(plug.ipConfigurations[0].privateIPAddress, "10.0.0.4");
  const machine = await compute.virtualMachines.beginCreateOrUpdateAndWait(
    "js-machine",
    "vm1",
    {
      location: LOCATION,
      hardwareProfile: { vmSize: "Standard_D2s_v5" },
      storageProfile: {
        imageReference: {
          publisher: "Canonical", offer: "0001-com-ubuntu-server-jammy", sku: "22_04-lts-gen2", version: "latest",
        },
        osDisk: { createOption: "FromImage", name: "os1" },
      },
      osProfile: { computerName: "vm1", adminUsername: "ann", adminPassword: "Correct-Horse-9" },
      networkProfile: { networkInterfaces: [{ id: plug.id }] },
    },
    SOON,
  );
  assert.equal(machine.provisioningState, "Succeeded");
  assert.equal(machine.osProfile.adminPassword, undefined);
  const state = async () =>
    (await compute.virtualMachines.instanceView("js-machine", "vm1")).statuses.map((each) => each.code).at(-1);
  assert.equal(await state(), "PowerState/running");
  await compute.virtualMachines.beginDeallocateAndWait("js-machine", "vm1", SOON);
  assert.equal(await state(), "PowerState/deallocated");
  await compute.virtualMachines.beginStartAndWait("js-machine", "vm1", SOON);
  assert.equal(await state(), "PowerState/running");
  await assert.rejects(
    compute.disks.beginDeleteAndWait("js-machine", "os1", SOON), refusedWith(409, "OperationNotAllowed"),
  );
  await compute.virtualMachines.beginDeleteAndWait("js-machine", "vm1", SOON);
  await assert.rejects(compute.virtualMachines.get("js-machine", "vm1"), refusedWith(404, "ResourceNotFound"));
});

test("sizes and quotas are listed, and every resource of a subscription, page by page", async () => {
  const skus = await all(compute.resourceSkus.list({ filter: `location eq '${LOCATION}'` }));
  assert.ok(skus.some((each) => each.name === "Standard_D2s_v5"));
  const usages = await all(compute.usage.list(LOCATION));
  assert.equal(usages.find((each) => each.name.value === "cores").name.localizedValue, "Total Regional vCPUs");
  const listed = await all(resources.resources.list({ top: 2 }));
  assert.ok(listed.length > 2);
});

test("roles are assigned and taken away", async () => {
  const made = await group("js-roles");
  const [reader] = await all(authorization.roleDefinitions.list(made.id, { filter: "roleName eq 'Reader'" }));
  assert.equal(reader.name, "acdd72a7-3385-48ef-bd42-f606fba81ae7");
  const assignment = {
    roleDefinitionId: reader.id,
    principalId: "22222222-2222-2222-2222-222222222222",
    principalType: "ServicePrincipal",
  };
  const name = "33333333-3333-3333-3333-333333333333";
  const given = await authorization.roleAssignments.create(made.id, name, assignment);
  assert.equal(given.principalId, assignment.principalId);
  await assert.rejects(
    authorization.roleAssignments.create(made.id, "44444444-4444-4444-4444-444444444444", assignment),
    refusedWith(409, "RoleAssignmentExists"),
  );
  await authorization.roleAssignments.delete(made.id, name);
});

test("a locked group cannot be removed", async () => {
  await group("js-locked");
  await locks.managementLocks.createOrUpdateAtResourceGroupLevel("js-locked", "keep", { level: "CanNotDelete" });
  await assert.rejects(
    resources.resourceGroups.beginDeleteAndWait("js-locked", SOON), refusedWith(409, "ScopeLocked"),
  );
  await locks.managementLocks.deleteAtResourceGroupLevel("js-locked", "keep");
  await resources.resourceGroups.beginDeleteAndWait("js-locked", SOON);
});

test("a storage account is made and has two keys", async () => {
  await group("js-storage");
  const wanted = { location: LOCATION, kind: "StorageV2", sku: { name: "Standard_LRS" } };
  const made = await storage.storageAccounts.beginCreateAndWait("js-storage", "azliftjs1", wanted, SOON);
  assert.equal(made.provisioningState, "Succeeded");
  const { keys } = await storage.storageAccounts.listKeys("js-storage", "azliftjs1");
  assert.deepEqual(keys.map((each) => each.keyName), ["key1", "key2"]);
  await storage.storageAccounts.delete("js-storage", "azliftjs1");
});

test("a type without semantics is kept as it came", async () => {
  await group("js-stored");
  await resources.providers.register("Microsoft.Quantum");
  while ((await resources.providers.get("Microsoft.Quantum")).registrationState !== "Registered")
    await new Promise((done) => setTimeout(done, 100));
  const place = ["js-stored", "Microsoft.Quantum", "", "workspaces", "w1", "2023-11-13-preview"];
  const made = await resources.resources.beginCreateOrUpdateAndWait(
    ...place, { location: LOCATION, properties: { depth: 3 } }, SOON,
  );
  assert.equal(made.properties.depth, 3);
  await resources.resources.beginDeleteAndWait(...place, SOON);
});
