"""The models of azure-mgmt-network."""

from azure.mgmt.network import models
from azure.mgmt.network.models import _models
from tests.rehearsal.sdk_models import SdkModels

SDK = SdkModels(models, _models, pointers=True)
