import type { Operation } from '#sandbox/s3/call.ts'
import type { OperationName } from '#sandbox/s3/operation-name.ts'
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts'
import { copyObject } from './copy-object.ts'
import { deleteObject, deleteObjects } from './delete-objects.ts'
import { getObject } from './get-object.ts'
import { listObjects, listObjectsV2, listObjectVersions } from './list-objects.ts'
import { listMultipartUploads, listParts } from './list-uploads.ts'
import * as multipart from './multipart.ts'
import { postObject } from './post-object.ts'
import { putObject } from './put-object.ts'
import { ACCESS, emptySetting, missingSetting, ofObject, removedSetting } from './settings.ts'

export const OPERATIONS: Record<OperationName, Operation> = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,

  GetBucketLocation: getBucketLocation,
  GetBucketVersioning: emptySetting('VersioningConfiguration'),
  GetBucketNotificationConfiguration: emptySetting('NotificationConfiguration'),
  GetBucketLogging: emptySetting('BucketLoggingStatus'),
  GetBucketAccelerateConfiguration: emptySetting('AccelerateConfiguration'),
  GetBucketRequestPayment: emptySetting('RequestPaymentConfiguration', { Payer: 'BucketOwner' }),
  GetBucketAcl: emptySetting('AccessControlPolicy', ACCESS),
  GetBucketPolicy: missingSetting('NoSuchBucketPolicy'),
  GetBucketLifecycleConfiguration: missingSetting('NoSuchLifecycleConfiguration'),
  GetBucketEncryption: missingSetting('ServerSideEncryptionConfigurationNotFoundError'),
  GetBucketTagging: missingSetting('NoSuchTagSet'),
  GetObjectLockConfiguration: missingSetting('ObjectLockConfigurationNotFoundError'),
  GetBucketReplication: missingSetting('ReplicationConfigurationNotFoundError'),
  GetBucketCors: missingSetting('NoSuchCORSConfiguration'),
  GetBucketWebsite: missingSetting('NoSuchWebsiteConfiguration'),
  DeleteBucketPolicy: removedSetting,
  DeleteBucketLifecycle: removedSetting,
  DeleteBucketEncryption: removedSetting,
  DeleteBucketTagging: removedSetting,

  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listObjectVersions,
  PutObject: putObject,
  PostObject: postObject,
  CopyObject: copyObject,
  GetObject: getObject,
  HeadObject: getObject,
  GetObjectTagging: ofObject(emptySetting('Tagging', { TagSet: '' })),
  GetObjectAcl: ofObject(emptySetting('AccessControlPolicy', ACCESS)),
  DeleteObjectTagging: ofObject(removedSetting),
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,

  CreateMultipartUpload: multipart.createMultipartUpload,
  UploadPart: multipart.uploadPart,
  UploadPartCopy: multipart.uploadPartCopy,
  ListParts: listParts,
  ListMultipartUploads: listMultipartUploads,
  CompleteMultipartUpload: multipart.completeMultipartUpload,
  AbortMultipartUpload: multipart.abortMultipartUpload,
}
