"""The models of azure-mgmt-compute."""

from azure.mgmt.compute import models
from azure.mgmt.compute.models import _models
from tests.rehearsal.sdk_models import SdkModels

SDK = SdkModels(models, _models)
