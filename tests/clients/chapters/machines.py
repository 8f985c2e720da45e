"""Virtual machines: from a disk, from an image, their power, and what stands around them."""

import re

from tests.clients.steps import Chapter, Step, refused, silent

SIZE = "--size Standard_D2s_v5"
LOGIN = "--admin-username ann --admin-password 'Correct-Horse-9' --authentication-type password"

FROM_DISK = Chapter(
    "a machine from a disk",
    [
        Step("group create -n from-disk -l westeurope", {"name": "from-disk"}),
        Step("disk create -g from-disk -n os1 --size-gb 32 --os-type Linux --hyper-v-generation V2", {"name": "os1"}),
        Step(
            f"vm create -g from-disk -n vm1 --attach-os-disk os1 --os-type Linux {SIZE} --public-ip-address ''",
            {
                "powerState": "VM running",
                "privateIpAddress": "10.0.0.4",
                "location": "westeurope",
            },
        ),
        Step(
            "vm show -g from-disk -n vm1",
            {
                "provisioningState": "Succeeded",
                "hardwareProfile.vmSize": "Standard_D2s_v5",
                "storageProfile.osDisk.createOption": "Attach",
                "storageProfile.osDisk.osType": "Linux",
                "vmId": re.compile("^[0-9a-f-]{36}$"),
            },
        ),
        Step("vm show -d -g from-disk -n vm1", {"powerState": "VM running", "privateIps": "10.0.0.4", "publicIps": ""}),
        Step("vm list -g from-disk", {"[].name": ["vm1"]}),
        Step("vm list -d -g from-disk", {"[].powerState": ["VM running"]}),
        Step(
            "vm get-instance-view -g from-disk -n vm1",
            {"instanceView.statuses[].code": ["ProvisioningState/succeeded", "PowerState/running"]},
        ),
        silent("vm deallocate -g from-disk -n vm1"),
        Step("vm get-instance-view -g from-disk -n vm1", {"instanceView.statuses[1].displayStatus": "VM deallocated"}),
        Step(
            "disk show -g from-disk -n os1", {"diskState": "Reserved", "managedBy": re.compile("virtualMachines/vm1$")}
        ),
        silent("vm start -g from-disk -n vm1"),
        Step("disk show -g from-disk -n os1", {"diskState": "Attached"}),
        Step("vm restart -g from-disk -n vm1", {"status": "Succeeded"}),
        silent("vm stop -g from-disk -n vm1"),
        Step("vm show -d -g from-disk -n vm1 --query powerState", {"@": "VM stopped"}),
        silent("vm start -g from-disk -n vm1"),
        Step("vm resize -g from-disk -n vm1 --size Standard_D4s_v5", {"hardwareProfile.vmSize": "Standard_D4s_v5"}),
        refused("vm resize -g from-disk -n vm1 --size Standard_None", "InvalidParameter"),
        silent("vm disk attach -g from-disk --vm-name vm1 --name data1 --new --size-gb 8 --sku Premium_LRS"),
        Step("vm show -g from-disk -n vm1", {"storageProfile.dataDisks[].[lun, name]": [[0, "data1"]]}),
        silent("vm disk detach -g from-disk --vm-name vm1 --name data1"),
        Step("disk show -g from-disk -n data1", {"diskState": "Unattached"}),
        Step("vm update -g from-disk -n vm1 --set tags.owner=ann", {"tags.owner": "ann"}),
        Step("vm identity assign -g from-disk -n vm1", {"systemAssignedIdentity": re.compile("^[0-9a-f-]{36}$")}),
        Step("vm identity show -g from-disk -n vm1", {"type": "SystemAssigned"}),
        Step(
            "vm run-command invoke -g from-disk -n vm1 --command-id RunShellScript --scripts 'echo hello'",
            {"value[0].code": re.compile("^ProvisioningState/succeeded|ComponentStatus")},
        ),
        refused("disk delete -g from-disk -n os1 -y", "OperationNotAllowed"),
        silent("vm delete -g from-disk -n vm1 -y"),
        refused("vm show -g from-disk -n vm1", "ResourceNotFound", 3),
        Step("disk show -g from-disk -n os1", {"diskState": "Unattached"}),
    ],
)

FROM_IMAGE = Chapter(
    "a machine from an image",
    [
        Step("group create -n from-image -l westeurope", {"name": "from-image"}),
        Step(
            f"vm create -g from-image -n vm1 --image Ubuntu2204 {SIZE} {LOGIN} --nsg-rule SSH --public-ip-sku Standard",
            {"powerState": "VM running", "publicIpAddress": re.compile(r"^\d+\.\d+\.\d+\.\d+$")},
        ),
        Step(
            "vm show -g from-image -n vm1",
            {
                "storageProfile.imageReference.publisher": "Canonical",
                "storageProfile.imageReference.exactVersion": re.compile(r"^\d+\.\d+"),
                "osProfile.adminUsername": "ann",
                "osProfile.adminPassword": None,
                "osProfile.computerName": "vm1",
                "storageProfile.osDisk.name": re.compile("^vm1_"),
            },
        ),
        Step(
            f"vm create -g from-image -n vm2 --image Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest {SIZE} {LOGIN}"
            " --public-ip-address '' --vnet-name vm1VNET --subnet vm1Subnet --nsg ''",
            {"powerState": "VM running", "privateIpAddress": "10.0.0.5"},
        ),
        Step(
            f"vm create -g from-image -n win1 --image Win2022Datacenter {SIZE} {LOGIN.replace(' --authentication-type password', '')}"
            " --public-ip-address '' --nsg '' --no-wait",
            {},
            silent=True,
        ),
        silent("vm wait -g from-image -n win1 --created --interval 1"),
        Step("vm show -g from-image -n win1", {"storageProfile.osDisk.osType": "Windows"}),
        refused(
            f"vm create -g from-image -n vm3 --image Ubuntu2204 {SIZE} --admin-username ann --admin-password weak --authentication-type password",
            "password",
        ),
        refused(
            f"vm create -g from-image -n vm3 --image Nobody:none:none:latest {SIZE} {LOGIN}",
            "Nobody:none was not found",
            2,
        ),
        refused(
            f"vm create -g from-image -n vm3 --image Ubuntu2204 --size Standard_None {LOGIN} --nsg '' --public-ip-address ''",
            "Standard_None",
        ),
        Step(
            "vm image show -l westeurope --urn Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest",
            {"osDiskImage.operatingSystem": "Linux"},
        ),
        Step("vm image list-publishers -l westeurope", {"[?name=='Canonical'] | [0].location": "westeurope"}),
        Step("vm image list-offers -l westeurope -p Canonical", {"length(@) >= `1`": True}),
        Step(
            "vm image list-skus -l westeurope -p Canonical -f 0001-com-ubuntu-server-jammy",
            {"contains([].name, '22_04-lts-gen2')": True},
        ),
        Step(
            "vm list-ip-addresses -g from-image -n vm1", {"[0].virtualMachine.network.privateIpAddresses": ["10.0.0.4"]}
        ),
    ],
)

CAPTURED = Chapter(
    "an image of a machine",
    [
        Step("group create -n captured -l westeurope", {"name": "captured"}),
        Step(
            f"vm create -g captured -n vm1 --image Ubuntu2204 {SIZE} {LOGIN} --nsg '' --public-ip-address ''",
            {"powerState": "VM running"},
        ),
        silent("vm deallocate -g captured -n vm1"),
        silent("vm generalize -g captured -n vm1"),
        Step(
            "image create -g captured -n img1 --source vm1 --hyper-v-generation V2",
            {"storageProfile.osDisk.osState": "Generalized", "hyperVGeneration": "V2"},
        ),
        Step("image list -g captured", {"[].name": ["img1"]}),
        Step(
            f"vm create -g captured -n vm2 --image img1 {SIZE} {LOGIN} --nsg '' --public-ip-address ''",
            {"powerState": "VM running"},
        ),
        refused("vm start -g captured -n vm1", "OperationNotAllowed"),
        silent("image delete -g captured -n img1"),
    ],
)

AROUND = Chapter(
    "what stands around machines",
    [
        Step("group create -n around -l westeurope", {"name": "around"}),
        Step("vm list-sizes -l westeurope", {"[?name=='Standard_D2s_v5'] | [0].numberOfCores": 2}),
        Step(
            "vm list-skus -l westeurope --size Standard_D2s_v5",
            {"[].name": ["Standard_D2s_v5"], "[0].capabilities[?name=='vCPUs'].value | [0]": "2"},
        ),
        Step(
            "vm list-usage -l westeurope",
            {
                "[?name.value=='cores'] | [0].localName": "Total Regional vCPUs",
                "[?name.value=='cores'] | [0].limit": re.compile(r"^\d+$"),
            },
        ),
        Step("vm availability-set create -g around -n as1", {"platformFaultDomainCount": 2, "sku.name": "Aligned"}),
        Step("vm availability-set show -g around -n as1", {"platformUpdateDomainCount": 5}),
        Step("vm availability-set list -g around", {"[].name": ["as1"]}),
        Step("ppg create -g around -n ppg1", {"proximityPlacementGroupType": "Standard"}),
        Step("capacity reservation group create -g around -n crg1 --zones 1", {"zones": ["1"]}),
        Step(
            "capacity reservation create -g around -c crg1 -n cr1 --sku Standard_D2s_v5 --capacity 1 --zone 1",
            {"sku.capacity": 1, "provisioningState": "Succeeded"},
        ),
        Step(
            f"vm create -g around -n vm1 --image Ubuntu2204 {SIZE} {LOGIN} --nsg '' --public-ip-address '' --availability-set as1 --ppg ppg1",
            {"powerState": "VM running"},
        ),
        Step(
            "vm availability-set show -g around -n as1",
            {"virtualMachines[0].id": re.compile("(?i)virtualMachines/vm1$")},
        ),
        Step(
            "vm extension set -g around --vm-name vm1 -n customScript --publisher Microsoft.Azure.Extensions --version 2.1"
            ' --settings \'{"commandToExecute": "true"}\'',
            {"provisioningState": "Succeeded", "typePropertiesType": "customScript"},
        ),
        Step("vm extension list -g around --vm-name vm1", {"[].name": ["customScript"]}),
        silent("vm extension delete -g around --vm-name vm1 -n customScript"),
        Step("vm list-vm-resize-options -g around -n vm1", {"[?name=='Standard_D4s_v5'] | [0].numberOfCores": 4}),
        silent("vm delete -g around -n vm1 -y"),
        silent("vm availability-set delete -g around -n as1"),
    ],
)

MANY = Chapter(
    "many machines and their copies",
    [
        Step("group create -n many -l westeurope", {"name": "many"}),
        Step(
            f"vmss create -g many -n set1 --image Ubuntu2204 --vm-sku Standard_D2s_v5 --instance-count 2 {LOGIN} --orchestration-mode Uniform",
            {"vmss.provisioningState": "Succeeded", "vmss.orchestrationMode": "Uniform"},
        ),
        Step("vmss list-instances -g many -n set1", {"[].instanceId": ["0", "1"]}),
        Step("vmss scale -g many -n set1 --new-capacity 1", {"sku.capacity": 1}),
        Step("vmss show -g many -n set1", {"sku.name": "Standard_D2s_v5"}),
        silent("vmss delete -g many -n set1"),
        Step("sig create -g many -r gallery1", {"provisioningState": "Succeeded"}),
        Step(
            "sig image-definition create -g many -r gallery1 -i def1 -p me -f linux -s v1 --os-type Linux --os-state Generalized --hyper-v-generation V2",
            {"identifier.publisher": "me", "osState": "Generalized"},
        ),
        Step(
            f"vm create -g many -n vm1 --image Ubuntu2204 {SIZE} {LOGIN} --nsg '' --public-ip-address ''",
            {"powerState": "VM running"},
        ),
        silent("vm redeploy -g many -n vm1"),
        silent("vm reapply -g many -n vm1"),
        Step("vm nic list -g many --vm-name vm1", {"length(@)": 1}),
        Step(
            "resource invoke-action -g many -n vm1 --resource-type Microsoft.Compute/virtualMachines --action deallocate",
            {"@": {}},
        ),
        Step("vm show -d -g many -n vm1", {"powerState": "VM deallocated"}),
        Step(
            "restore-point collection create -g many --collection-name points1 --source-id "
            "/subscriptions/$subscription/resourceGroups/many/providers/Microsoft.Compute/virtualMachines/vm1",
            {"provisioningState": "Succeeded"},
        ),
        Step(
            "restore-point create -g many --collection-name points1 -n before",
            {"provisioningState": "Succeeded", "consistencyMode": re.compile(".")},
        ),
        refused("vm simulate-eviction -g many -n vm1", "not a Spot VM"),
    ],
)

CHAPTERS = [FROM_DISK, FROM_IMAGE, CAPTURED, AROUND, MANY]
